import type { NodeObservation } from './observation.ts';
import type { Timeline } from './timeline.ts';

/** The nodes that faults took away. */
export function lostNodes({ faults }: Pick<Timeline, 'faults'>): ReadonlySet<string> {
  return new Set(faults.flatMap(({ disabledNodes }) => disabledNodes));
}

/** When a node was Ready for good, by all that was seen of it in the order of time: -Infinity where it always was, Infinity where it is not yet. */
export function readyForGoodAt(states: readonly NodeObservation[]): number {
  const lastBad = states.findLastIndex(({ ready }) => ready !== 'True');
  return lastBad === -1 ? -Infinity : (states[lastBad + 1]?.at ?? Infinity);
}
