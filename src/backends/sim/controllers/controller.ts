import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Informer } from '../client/informer.ts';
import type { KeyQueue } from '../client/work-queue.ts';
import type { Process } from '../engine/process.ts';
import type { PodMetricsSource } from './pod-metrics.ts';
import type {
  EndpointSlice,
  HorizontalPodAutoscaler,
  Lease,
  Node,
  Pod,
  PodDisruptionBudget,
  Service,
  Workload,
} from '../objects.ts';
import type { StoredObject } from '../store/object.ts';

/** Collections that controllers of one process share, each listed and watched once. */
export interface Informers {
  readonly pods: SharedInformer<Pod>;
  readonly nodes: SharedInformer<Node>;
  readonly namespaces: SharedInformer<StoredObject>;
  readonly deployments: SharedInformer<Workload>;
  readonly daemonSets: SharedInformer<Workload>;
  readonly statefulSets: SharedInformer<Workload>;
  readonly jobs: SharedInformer<Workload>;
  readonly budgets: SharedInformer<PodDisruptionBudget>;
  readonly nodeLeases: SharedInformer<Lease>;
  readonly replicaSets: SharedInformer<Workload>;
  readonly autoscalers: SharedInformer<HorizontalPodAutoscaler>;
  readonly services: SharedInformer<Service>;
  readonly endpointSlices: SharedInformer<EndpointSlice>;
}

/** Index names of the pod informer: by node, by the uid of the owner, by namespace. */
export interface SharedInformer<T> extends Omit<Informer<T>, 'stop'> {
  readonly onChange: (listener: (before: T | undefined, after: T | undefined) => void) => void;
}

/** What a controller works with. It starts when its process leads, and ends with it. */
export interface ControllerContext {
  readonly process: Process;
  readonly client: ApiClient;
  readonly informers: Informers;
  /** A queue of the controller's own, whose length its process tells. */
  readonly queue: (sync: (key: string) => Promise<void>, workers?: number) => KeyQueue;
  readonly params: ClusterParams;
  /** What the nodes' kubelets say of their pods, asked for at most every 15 s. */
  readonly metrics: PodMetricsSource;
  readonly random: Random;
  /** RFC 3339, now. */
  readonly stamp: () => string;
}

/** One loop of the controller-manager. */
export interface Controller {
  /** Of one that has a queue, the name that the real one gives it. */
  readonly name: string;
  /** How many times the controller-manager's own rate of calls, and burst, its client has; 1 where it says nothing. */
  readonly rateFactor?: { readonly qps: number; readonly burst: number };
  readonly start: (context: ControllerContext) => void;
}
