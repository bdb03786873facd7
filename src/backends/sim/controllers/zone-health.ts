import type { ClusterParams } from '../../../core/cluster-params/index.ts';

/** How much of a zone is lost. */
export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** A zone's nodes, by whether they are Ready. */
export interface ZoneCount {
  readonly ready: number;
  readonly notReady: number;
}

/** More than two must be lost before a zone counts as disrupted in part (k8s.io/kubernetes, ComputeZoneState). */
const mostLostInNormal = 2;

/** A zone's state by its nodes. */
export function zoneState({ ready, notReady }: ZoneCount, { unhealthyZoneThreshold }: Limits): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  const share = notReady / (ready + notReady);
  return notReady > mostLostInNormal && share >= unhealthyZoneThreshold ? 'PartialDisruption' : 'Normal';
}

type Limits = Pick<
  ClusterParams['controllerManager'],
  'nodeEvictionRate' | 'secondaryNodeEvictionRate' | 'unhealthyZoneThreshold' | 'largeClusterSizeThreshold'
>;

/** Nodes of a zone that are tainted in a second. A small zone that is partly down keeps its pods; one that is wholly down does not. */
export function evictionRate(state: ZoneState, size: number, limits: Limits): number {
  if (state !== 'PartialDisruption') return limits.nodeEvictionRate;
  return size > limits.largeClusterSizeThreshold ? limits.secondaryNodeEvictionRate : 0;
}
