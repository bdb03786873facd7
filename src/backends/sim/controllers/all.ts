import type { Controller } from './controller.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { namespace } from './namespace.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import { replicaSet } from './replica-set.ts';
import { taintEviction } from './taint-eviction.ts';

/** Every loop of the controller-manager: one file, one line. */
export const allControllers: readonly Controller[] = [
  namespace,
  deployment,
  replicaSet,
  daemonSet,
  endpointSlice,
  nodeLifecycle,
  taintEviction,
];
