import { sameJson } from '../api/merge.ts';
import { type Pod, type PodDisruptionBudget, selects } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { isReady, ownerOf } from './pod-control.ts';

/** How long an evicted pod counts as gone that is not seen to leave (k8s.io/kubernetes, disruption.go, DeletionTimeout). */
const deletionTimeoutMs = 120_000;

/** Says of each budget how many of its pods may be evicted now. */
export const disruption: Controller = {
  name: 'disruption',
  start: (context) => {
    const { informers } = context;
    const queue = context.queue(async (key) => {
      const again = await sync(context, key);
      if (again !== undefined) queue.addAfter(key, again);
    });
    const keyOfBudget = ({ metadata }: PodDisruptionBudget): string => keyOf(metadata.namespace, metadata.name);
    informers.budgets.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOfBudget(after));
    });
    informers.pods.onChange((before, after) => {
      const pod = after ?? before;
      for (const budget of informers.budgets.under('namespace', pod?.metadata.namespace ?? '')) {
        if (selects(budget.spec.selector?.matchLabels, pod?.metadata.labels)) queue.add(keyOfBudget(budget));
      }
    });
    for (const budget of informers.budgets.values()) queue.add(keyOfBudget(budget));
  },
};

/** Answers with the time after which to look again, where a pod was evicted and is not seen to leave. */
async function sync(context: ControllerContext, key: string): Promise<number | undefined> {
  const budget = context.informers.budgets.get(key);
  if (budget === undefined) return undefined;
  const { namespace = '', name, generation = 1 } = budget.metadata;
  const pods = [...context.informers.pods.under('namespace', namespace)].filter(
    ({ metadata, status }) =>
      selects(budget.spec.selector?.matchLabels, metadata.labels) &&
      status?.phase !== 'Succeeded' &&
      status?.phase !== 'Failed',
  );
  const { expected, wanted } = bounds(context, budget, pods);
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const { disruptedPods, againMs } = evicted(budget, staying, Date.parse(context.stamp()));
  const healthy = staying.filter((pod) => isReady(pod) && disruptedPods[pod.metadata.name] === undefined).length;
  const status = {
    observedGeneration: generation,
    currentHealthy: healthy,
    desiredHealthy: wanted,
    expectedPods: expected,
    disruptionsAllowed: expected > 0 ? Math.max(0, healthy - wanted) : 0,
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
  };
  if (sameJson(status, budget.status)) return againMs;
  // With the version that was read: an eviction that came between must not be forgotten. The conflict is looked at again.
  const path = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}/status`;
  await context.client.call('PUT', path, { body: { ...budget, status } });
  return againMs;
}

/** Pods whose eviction was granted and that this controller has not seen leave yet: they count as gone for a while. */
function evicted(
  { status }: PodDisruptionBudget,
  staying: readonly Pod[],
  nowUnixMs: number,
): { readonly disruptedPods: Readonly<Record<string, string>>; readonly againMs: number | undefined } {
  const granted = (status?.['disruptedPods'] ?? {}) as Readonly<Record<string, string>>;
  const names = new Set(staying.map(({ metadata }) => metadata.name));
  const left = Object.entries(granted)
    .map(([name, at]) => ({ name, at, leftMs: Date.parse(at) + deletionTimeoutMs - nowUnixMs }))
    .filter(({ name, leftMs }) => names.has(name) && leftMs > 0);
  return {
    disruptedPods: Object.fromEntries(left.map(({ name, at }) => [name, at])),
    againMs: left.length === 0 ? undefined : Math.min(...left.map(({ leftMs }) => leftMs)),
  };
}

/** How many pods there should be, and how many of them healthy: percentages are of what their owners want, rounded up. */
function bounds(
  context: ControllerContext,
  { spec }: PodDisruptionBudget,
  pods: readonly Pod[],
): { readonly expected: number; readonly wanted: number } {
  const { minAvailable, maxUnavailable } = spec;
  if (minAvailable !== undefined && typeof minAvailable === 'number') {
    return { expected: pods.length, wanted: minAvailable };
  }
  const expected = wantedByOwners(context, pods);
  if (minAvailable !== undefined) return { expected, wanted: shareOf(minAvailable, expected) };
  return { expected, wanted: Math.max(0, expected - shareOf(maxUnavailable ?? 0, expected)) };
}

function wantedByOwners({ informers }: ControllerContext, pods: readonly Pod[]): number {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = ownerOf(pod);
    if (owner === undefined) continue;
    const key = keyOf(pod.metadata.namespace, owner.name);
    const workload = owner.kind === 'ReplicaSet' ? informers.replicaSets.get(key) : informers.statefulSets.get(key);
    owners.set(owner.uid, workload?.spec.replicas ?? 1);
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
}

/** A number, or a percentage of `all` rounded up. */
export function shareOf(value: number | string, all: number, round: (value: number) => number = Math.ceil): number {
  if (typeof value === 'number') return value;
  return round((Number(value.replace('%', '')) / 100) * all);
}
