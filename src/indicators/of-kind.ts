import type { Observation } from '../core/observation.ts';
import type { Timeline } from '../core/timeline.ts';

type Kind = Observation['kind'];
type Of<K extends Kind> = Extract<Observation, { kind: K }>;

/** Sorted out once: many indicators look at one timeline, most of which are requests. */
const cache = new WeakMap<
  readonly Observation[],
  { readonly seen: number; readonly byKind: Map<Kind, Observation[]> }
>();

/** The observations of one kind, in the order in which they came in. */
export function ofKind<K extends Kind>({ observations }: Pick<Timeline, 'observations'>, kind: K): readonly Of<K>[] {
  let known = cache.get(observations);
  if (known?.seen !== observations.length) {
    const byKind = new Map<Kind, Observation[]>();
    for (const one of observations) {
      const others = byKind.get(one.kind);
      if (others === undefined) byKind.set(one.kind, [one]);
      else others.push(one);
    }
    known = { seen: observations.length, byKind };
    cache.set(observations, known);
  }
  return (known.byKind.get(kind) ?? []) as Of<K>[];
}
