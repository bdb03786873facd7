import { without } from '../../../base/without.ts';
import { keyQueue } from '../client/work-queue.ts';
import { sameJson } from '../api/merge.ts';
import { type Pod, type PodDisruptionBudget, selects } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { isReady, ownerOf } from './pod-control.ts';

/** Says of each budget how many of its pods may be evicted now. */
export const disruption: Controller = {
  name: 'disruption',
  start: (context) => {
    const { informers, process } = context;
    const queue = keyQueue(process, (key) => sync(context, key));
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

async function sync(context: ControllerContext, key: string): Promise<void> {
  const budget = context.informers.budgets.get(key);
  if (budget === undefined) return;
  const { namespace = '', name, generation = 1 } = budget.metadata;
  const pods = [...context.informers.pods.under('namespace', namespace)].filter(
    ({ metadata, status }) =>
      selects(budget.spec.selector?.matchLabels, metadata.labels) &&
      status?.phase !== 'Succeeded' &&
      status?.phase !== 'Failed',
  );
  const { expected, wanted } = bounds(context, budget, pods);
  const healthy = pods.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
  const status = {
    observedGeneration: generation,
    currentHealthy: healthy,
    desiredHealthy: wanted,
    expectedPods: expected,
    disruptionsAllowed: expected > 0 ? Math.max(0, healthy - wanted) : 0,
  };
  if (sameJson(status, without(budget.status ?? {}, 'disruptedPods', 'conditions'))) return;
  const path = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}/status`;
  await context.client.call('PATCH', path, { body: { status: { ...status, disruptedPods: null } } });
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
