import type { Timeline } from '../core/timeline.ts';

/** What is made of a timeline once, for all indicators that ask for it, and anew when more was seen. */
export function perTimeline<T>(make: (timeline: Timeline) => T): (timeline: Timeline) => T {
  const cache = new WeakMap<Timeline, { readonly seen: number; readonly made: T }>();
  return (timeline) => {
    const seen = timeline.observations.length;
    const known = cache.get(timeline);
    if (known?.seen === seen) return known.made;
    const made = make(timeline);
    cache.set(timeline, { seen, made });
    return made;
  };
}
