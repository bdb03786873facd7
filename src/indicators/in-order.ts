import { lowerBound, type Requests } from '../core/requests.ts';
import type { Phase } from '../core/timeline.ts';

/** Indicators ask for the same phases of the same stream again and again. */
const cache = new WeakMap<Requests, Map<string, Requests>>();

/** Whether one of the samples, which are in scheduled order, was due in a phase. */
export function isDueIn(samples: Requests, { startAt, endAt }: Pick<Phase, 'startAt' | 'endAt'>): boolean {
  const first = samples.at(lowerBound(samples, startAt));
  return first !== undefined && first.scheduledAt < endAt;
}

/** Those of the samples, which are in scheduled order, that were due in one of the phases; a phase holds its start, not its end. */
export function dueIn(samples: Requests, phases: readonly Pick<Phase, 'startAt' | 'endAt'>[]): Requests {
  const known = cache.get(samples) ?? new Map<string, Requests>();
  cache.set(samples, known);
  const key = phases.map(({ startAt, endAt }) => `${startAt} ${endAt}`).join();
  const due = known.get(key) ?? cut(samples, phases);
  known.set(key, due);
  return due;
}

function cut(samples: Requests, phases: readonly Pick<Phase, 'startAt' | 'endAt'>[]): Requests {
  const parts: [from: number, to: number][] = [];
  let until = 0;
  for (const { startAt, endAt } of [...phases].sort((a, b) => a.startAt - b.startAt)) {
    const from = Math.max(until, lowerBound(samples, startAt));
    const to = lowerBound(samples, endAt);
    if (from >= to) continue;
    const last = parts.at(-1);
    if (last?.[1] === from) last[1] = to;
    else parts.push([from, to]);
    until = to;
  }
  const [[from, to] = [0, 0], ...rest] = parts;
  const first = from === 0 && to === samples.length ? samples : samples.slice(from, to);
  return rest.reduce((all, part) => all.followedBy(samples.slice(...part)), first);
}
