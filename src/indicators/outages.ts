import type { RequestObservation } from '../core/observation.ts';
import { judgedPhases } from '../core/phases.ts';
import type { Outage } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { streamsOf } from './streams.ts';

/** So many bad samples in a row make an outage; fewer are a blip. */
export const scoredFrom = 2;

/** A maximal run of bad samples. `until` is the first good sample after it; undefined when none was seen. */
interface BadRun {
  readonly samples: readonly RequestObservation[];
  readonly until: RequestObservation | undefined;
}

/** Several indicators look at the outages of one stream. */
const cache = new WeakMap<readonly RequestObservation[], BadRuns & { readonly seen: number }>();

interface BadRuns {
  readonly runs: readonly BadRun[];
  /** When the last sample was due. */
  readonly lastAt: number;
}

/**
 * Scored outages of one stream's samples: maximal runs of at least `scoredFrom` bad samples in scheduled order, each
 * [first bad, first good). An outage after which no good sample was seen is open: it ends where the samples end.
 */
export function streamOutages(samples: readonly RequestObservation[]): readonly Outage[] {
  const { runs, lastAt } = badRuns(samples);
  return runs.flatMap(({ samples: bad, until }) => {
    const [first] = bad;
    if (first === undefined || bad.length < scoredFrom) return [];
    const errors: Record<string, number> = {};
    for (const { error = 'other' } of bad) errors[error] = (errors[error] ?? 0) + 1;
    return {
      stream: first.stream,
      startAt: first.scheduledAt,
      endAt: until?.scheduledAt ?? lastAt,
      open: until === undefined,
      samples: bad.length,
      errors,
    };
  });
}

/**
 * Scored outages of all streams of the timeline, in the order in which they began. Those that were over before the first judged
 * phase are left out: probes were warming up (decision 14).
 */
export function findOutages(timeline: Timeline): readonly Outage[] {
  const [first] = judgedPhases(timeline);
  return streamsOf(timeline)
    .flatMap(({ samples }) => streamOutages(samples))
    .filter(({ endAt }) => first === undefined || endAt > first.startAt)
    .sort((a, b) => a.startAt - b.startAt);
}

/** How many runs of bad samples were too short to be an outage. */
export function countBlips(samples: readonly RequestObservation[]): number {
  return badRuns(samples).runs.filter(({ samples: bad }) => bad.length < scoredFrom).length;
}

/** When the run of bad samples began that covers `at`, as [first bad, first good); undefined when the stream was good then. */
export function badSince(samples: readonly RequestObservation[], at: number): number | undefined {
  const run = badRuns(samples).runs.find(
    ({ samples: [first], until }) =>
      first !== undefined && first.scheduledAt <= at && (until === undefined || until.scheduledAt > at),
  );
  return run?.samples[0]?.scheduledAt;
}

/** When the first bad sample was due at or after `at`; undefined when there is none. */
export function firstBadAt(samples: readonly RequestObservation[], at: number): number | undefined {
  for (const { samples: bad } of badRuns(samples).runs) {
    const first = bad.find(({ scheduledAt }) => scheduledAt >= at);
    if (first !== undefined) return first.scheduledAt;
  }
  return undefined;
}

function badRuns(samples: readonly RequestObservation[]): BadRuns {
  const known = cache.get(samples);
  if (known?.seen === samples.length) return known;
  const runs: BadRun[] = [];
  let bad: RequestObservation[] = [];
  const ordered = inOrder(samples);
  for (const sample of ordered) {
    if (!sample.good) {
      bad.push(sample);
    } else if (bad.length > 0) {
      runs.push({ samples: bad, until: sample });
      bad = [];
    }
  }
  if (bad.length > 0) runs.push({ samples: bad, until: undefined });
  const found = { seen: samples.length, runs, lastAt: ordered.at(-1)?.scheduledAt ?? -Infinity };
  cache.set(samples, found);
  return found;
}

function inOrder(samples: readonly RequestObservation[]): readonly RequestObservation[] {
  return samples.every((sample, i) => i === 0 || sample.scheduledAt >= (samples[i - 1]?.scheduledAt ?? 0))
    ? samples
    : [...samples].sort((a, b) => a.scheduledAt - b.scheduledAt);
}
