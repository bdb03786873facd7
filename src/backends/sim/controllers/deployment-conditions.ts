import type { Condition, Workload } from '../objects.ts';

/** Whether a deployment has the pods that it must have, in the words that `kubectl wait` and `rollout status` look for. */
export function availability(owner: Workload, isAvailable: boolean, at: string): readonly Condition[] {
  const known = (owner.status?.['conditions'] ?? []) as readonly Condition[];
  const before = known.find(({ type }) => type === 'Available');
  const status = isAvailable ? 'True' : 'False';
  // The instant of the last change, not of the last look.
  if (before?.status === status) return known;
  const now: Condition = {
    type: 'Available',
    status,
    reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: `Deployment ${isAvailable ? 'has' : 'does not have'} minimum availability.`,
    lastTransitionTime: at,
  };
  return [...known.filter((condition) => condition !== before), now];
}
