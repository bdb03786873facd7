import { ofKind } from '../core/observation-log.ts';
import type { EndpointsObservation } from '../core/observation.ts';
import type { Timeline } from '../core/timeline.ts';

/** Which pods traffic was sent to, over time. */
export interface EndpointStates {
  /** Pods that were in any slice at any time. */
  readonly everIn: ReadonlySet<string>;
  /** When a pod came in, or went out, at `at` or later; undefined when it did not. At `at` itself where it was so already. */
  readonly since: (uid: string, isIn: boolean, at: number) => number | undefined;
}

/** The endpoints of a timeline; a pod is in while any slice of any service has it as ready. */
export function endpointStates(timeline: Timeline): EndpointStates {
  const slices = new Map<string, ReadonlySet<string>>();
  const turns = new Map<string, { readonly at: number; readonly isIn: boolean }[]>();
  const seen = [...ofKind(timeline, 'endpoints')].sort((a, b) => a.at - b.at);
  for (const one of seen) step(one, slices, turns);
  return {
    everIn: new Set(turns.keys()),
    since: (uid, isIn, at) => {
      const all = turns.get(uid) ?? [];
      const then = all.findLast((turn) => turn.at <= at)?.isIn ?? false;
      if (then === isIn) return at;
      return all.find((turn) => turn.at > at && turn.isIn === isIn)?.at;
    },
  };
}

function step(
  { at, slice, ready }: EndpointsObservation,
  slices: Map<string, ReadonlySet<string>>,
  turns: Map<string, { readonly at: number; readonly isIn: boolean }[]>,
): void {
  const before = slices.get(slice) ?? new Set<string>();
  const now = new Set(ready);
  slices.set(slice, now);
  for (const uid of new Set([...before, ...now])) {
    const isIn = [...slices.values()].some((members) => members.has(uid));
    const all = turns.get(uid) ?? [];
    turns.set(uid, all);
    if (all.at(-1)?.isIn !== isIn) all.push({ at, isIn });
  }
}
