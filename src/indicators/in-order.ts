import type { RequestObservation } from '../core/observation.ts';
import type { Phase } from '../core/timeline.ts';

/** The index of the first of the samples, which are in scheduled order, that is due at or after `at`. */
export function lowerBound(samples: readonly RequestObservation[], at: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.scheduledAt ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indicators ask for the same phases of the same stream again and again. */
const cache = new WeakMap<readonly RequestObservation[], Map<string, readonly RequestObservation[]>>();

/** Whether one of the samples, which are in scheduled order, was due in a phase. */
export function isDueIn(
  samples: readonly RequestObservation[],
  { startAt, endAt }: Pick<Phase, 'startAt' | 'endAt'>,
): boolean {
  const first = samples[lowerBound(samples, startAt)];
  return first !== undefined && first.scheduledAt < endAt;
}

/** Those of the samples, which are in scheduled order, that were due in one of the phases; a phase holds its start, not its end. */
export function dueIn(
  samples: readonly RequestObservation[],
  phases: readonly Pick<Phase, 'startAt' | 'endAt'>[],
): readonly RequestObservation[] {
  const known = cache.get(samples) ?? new Map<string, readonly RequestObservation[]>();
  cache.set(samples, known);
  const key = `${samples.length} ${phases.map(({ startAt, endAt }) => `${startAt} ${endAt}`).join()}`;
  const due = known.get(key) ?? cut(samples, phases);
  known.set(key, due);
  return due;
}

function cut(
  samples: readonly RequestObservation[],
  phases: readonly Pick<Phase, 'startAt' | 'endAt'>[],
): readonly RequestObservation[] {
  const parts: (readonly RequestObservation[])[] = [];
  let until = 0;
  for (const { startAt, endAt } of [...phases].sort((a, b) => a.startAt - b.startAt)) {
    const from = Math.max(until, lowerBound(samples, startAt));
    const to = lowerBound(samples, endAt);
    if (from >= to) continue;
    parts.push(from === 0 && to === samples.length ? samples : samples.slice(from, to));
    until = to;
  }
  return parts.length === 1 ? (parts[0] ?? []) : ([] as RequestObservation[]).concat(...parts);
}
