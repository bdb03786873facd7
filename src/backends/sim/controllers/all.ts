import type { Controller } from './controller.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { disruption } from './disruption.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { garbageCollector } from './garbage-collector.ts';
import { horizontalPodAutoscaling } from './horizontal-pod-autoscaling.ts';
import { job } from './job.ts';
import { namespace } from './namespace.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import { podGc } from './pod-gc.ts';
import { replicaSet } from './replica-set.ts';
import { statefulSet } from './stateful-set.ts';
import { taintEviction } from './taint-eviction.ts';

/** Every loop of the controller-manager: one file, one line. */
export const allControllers: readonly Controller[] = [
  namespace,
  deployment,
  replicaSet,
  statefulSet,
  daemonSet,
  job,
  endpointSlice,
  disruption,
  horizontalPodAutoscaling,
  nodeLifecycle,
  taintEviction,
  garbageCollector,
  podGc,
];
