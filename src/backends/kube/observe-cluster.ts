import type { Clock } from '../../base/clock.ts';
import type { NodeObservation, Observation, PodObservation, WorkloadObservation } from '../../core/observation.ts';
import { conditionStatus, controllerOf, zoneLabel, type Deployment, type Node, type Pod } from './api-types.ts';
import { watchResource, type WatchAccess } from './watch.ts';

/** Follows pods and deployments of a namespace, and all nodes, until the signal aborts. */
export async function observeCluster(
  access: WatchAccess & { readonly clock: Clock },
  namespace: string,
  emit: (observation: Observation) => void,
  signal: AbortSignal,
): Promise<void> {
  const sight =
    (resource: string) =>
    (at: number, state: 'seeing' | 'blind', detail: string | undefined): void =>
      emit({ kind: 'watch', at, resource, state, ...(detail === undefined ? {} : { detail }) });
  await Promise.all([
    watchResource<Pod>(access, {
      path: `/api/v1/namespaces/${namespace}/pods`,
      onChange: (at, change, pod) => emit(podObservation(at, change, pod)),
      onSight: sight('pods'),
      signal,
    }),
    watchResource<Deployment>(access, {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      onChange: (at, change, deployment) => emit(workloadObservation(at, change, deployment)),
      onSight: sight('deployments'),
      signal,
    }),
    watchResource<Node>(access, {
      path: '/api/v1/nodes',
      // A node that is taken out of the API is no state of a node: the pods on it tell the rest.
      onChange: (at, change, node) => (change === 'present' ? emit(nodeObservation(at, node)) : undefined),
      onSight: sight('nodes'),
      signal,
    }),
  ]);
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
