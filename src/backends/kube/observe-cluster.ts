import type {
  EndpointsObservation,
  LeaseObservation,
  NodeObservation,
  Observation,
  PodObservation,
  WorkloadObservation,
} from '../../core/observation.ts';
import {
  conditionStatus,
  controllerOf,
  zoneLabel,
  type Deployment,
  type EndpointSlice,
  type KubeObject,
  type Lease,
  type Node,
  type Pod,
} from './api-types.ts';
import { watchResource, type WatchAccess, type WatchSpec } from './watch.ts';

export type WatchedCollection = 'pods' | 'deployments' | 'endpointslices' | 'nodes' | 'leases';

/** Where to watch from, and what may not be watched there. */
interface ObserveAccess extends WatchAccess {
  readonly unwatched: readonly WatchedCollection[];
}

/** The collections that are followed, by their paths. */
export function watchedPaths(namespace: string): Readonly<Record<WatchedCollection, string>> {
  return {
    pods: `/api/v1/namespaces/${namespace}/pods`,
    deployments: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    endpointslices: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    nodes: '/api/v1/nodes',
    leases: '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases',
  };
}

/** Follows pods, deployments and endpoints of a namespace, all nodes, and the control plane's leases, until the signal aborts. */
export async function observeCluster(
  access: ObserveAccess,
  namespace: string,
  emit: (observation: Observation) => void,
  signal: AbortSignal,
): Promise<void> {
  const paths = watchedPaths(namespace);
  async function follow<T extends KubeObject>(resource: WatchedCollection, onChange: OnChange<T>): Promise<void> {
    if (access.unwatched.includes(resource)) return;
    const onSight = (at: number, state: 'seeing' | 'blind', detail: string | undefined): void =>
      emit({ kind: 'watch', at, resource, state, ...(detail === undefined ? {} : { detail }) });
    await watchResource<T>(access, { path: paths[resource], onChange, onSight, signal });
  }
  await Promise.all([
    follow<Pod>('pods', (at, change, pod) => emit(podObservation(at, change, pod))),
    follow<Deployment>('deployments', (at, change, one) => emit(workloadObservation(at, change, one))),
    // A node that is taken out of the API is no state of a node: the pods on it tell the rest.
    follow<Node>('nodes', (at, change, node) => (change === 'present' ? emit(nodeObservation(at, node)) : undefined)),
    follow<EndpointSlice>('endpointslices', (at, change, slice) => emit(endpointsObservation(at, change, slice))),
    follow<Lease>('leases', (at, change, lease) => {
      if (change === 'present' && leaders.has(lease.metadata.name)) emit(leaseObservation(at, lease));
    }),
  ]);
}

type OnChange<T extends KubeObject> = WatchSpec<T>['onChange'];

/** Whose leases are followed: each of them leads while it holds its own. */
const leaders = new Set(['kube-scheduler', 'kube-controller-manager']);

/** A slice of endpoints as it was seen at `at`; one without a word on readiness counts as ready (its API says so). */
export function endpointsObservation(
  at: number,
  change: 'present' | 'gone',
  { metadata, endpoints }: EndpointSlice,
): EndpointsObservation {
  const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  return {
    kind: 'endpoints',
    at,
    slice: metadata.name,
    service: metadata.labels?.['kubernetes.io/service-name'] ?? '',
    ready: change === 'gone' ? [] : ready.flatMap(({ targetRef }) => targetRef?.uid ?? []),
  };
}

/** A lease as it was seen at `at`. */
export function leaseObservation(at: number, { metadata, spec }: Lease): LeaseObservation {
  return {
    kind: 'lease',
    at,
    name: metadata.name,
    holder: spec?.holderIdentity ?? '',
    ...given('acquiredUnixMs', unixMs(spec?.acquireTime)),
    ...given('renewedUnixMs', unixMs(spec?.renewTime)),
  };
}

/** A pod as it was seen at `at`. */
export function podObservation(at: number, change: 'present' | 'gone', pod: Pod): PodObservation {
  const { metadata, spec, status } = pod;
  const conditions = status?.conditions;
  const stampOf = (type: string): number | undefined =>
    unixMs(conditions?.find((one) => one.type === type && one.status === 'True')?.lastTransitionTime);
  const startedAt = status?.containerStatuses?.map((container) => unixMs(container.state?.running?.startedAt)) ?? [];
  const allStarted = startedAt.length > 0 && startedAt.every((stamp) => stamp !== undefined);
  return {
    kind: 'pod',
    at,
    change,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid,
    node: spec.nodeName,
    ownerUid: controllerOf(pod)?.uid,
    labels: metadata.labels ?? {},
    phase: status?.phase ?? 'Unknown',
    ready: conditionStatus(conditions, 'Ready') === 'True',
    terminating: metadata.deletionTimestamp !== undefined,
    ...given('createdUnixMs', unixMs(metadata.creationTimestamp)),
    ...given('scheduledUnixMs', stampOf('PodScheduled')),
    ...given('sandboxUnixMs', stampOf('PodReadyToStartContainers')),
    ...given('startedUnixMs', allStarted ? Math.max(...startedAt) : undefined),
    ...given('readyUnixMs', stampOf('Ready')),
  };
}

/** A node as it was seen at `at`. */
export function nodeObservation(at: number, { metadata, spec, status }: Node): NodeObservation {
  return {
    kind: 'node',
    at,
    name: metadata.name,
    zone: metadata.labels?.[zoneLabel],
    ready: conditionStatus(status?.conditions, 'Ready'),
    taints: (spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`),
  };
}

/** A deployment's wish at `at`; one that is gone wishes for nothing. */
export function workloadObservation(
  at: number,
  change: 'present' | 'gone',
  deployment: Deployment,
): WorkloadObservation {
  const { metadata, spec, status } = deployment;
  return {
    kind: 'workload',
    at,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    desired: change === 'gone' ? 0 : (spec.replicas ?? 1),
    ready: change === 'gone' ? 0 : (status?.readyReplicas ?? 0),
    selector: spec.selector.matchLabels ?? {},
  };
}

function unixMs(stamp: string | undefined): number | undefined {
  const value = stamp === undefined ? Number.NaN : Date.parse(stamp);
  return Number.isNaN(value) ? undefined : value;
}

function given<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, number>>;
}
