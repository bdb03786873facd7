import { judgedPhases } from '../core/phases.ts';
import type { RequestSample } from '../core/request-store.ts';
import type { Outage } from '../core/report.ts';
import { lowerBound, type Requests } from '../core/requests.ts';
import type { Timeline } from '../core/timeline.ts';
import { streamsOf } from './streams.ts';

/** So many bad samples in a row make an outage; fewer are a blip. */
export const scoredFrom = 2;

/** A maximal run of bad samples. `until` is the first good sample after it; undefined when none was seen. */
interface BadRun {
  readonly samples: Requests;
  readonly until: RequestSample | undefined;
}

/** Several indicators look at the outages of one stream. */
const cache = new WeakMap<Requests, BadRuns>();

interface BadRuns {
  readonly runs: readonly BadRun[];
  /** When the last sample was due. */
  readonly lastAt: number;
}

/**
 * Scored outages of one stream's samples, which are in scheduled order: maximal runs of at least `scoredFrom` bad ones, each
 * [first bad, first good). An outage after which no good sample was seen is open: it ends where the samples end.
 */
export function streamOutages(samples: Requests): readonly Outage[] {
  const { runs, lastAt } = badRuns(samples);
  return runs.flatMap(({ samples: bad, until }) => {
    const first = bad.at(0);
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
export function countBlips(samples: Requests): number {
  return badRuns(samples).runs.filter(({ samples: bad }) => bad.length < scoredFrom).length;
}

/** When the run of bad samples began that covers `at`, as [first bad, first good); undefined when the stream was good then. */
export function badSince(samples: Requests, at: number): number | undefined {
  const run = badRuns(samples).runs.find(
    ({ samples: bad, until }) => bad.dueAt(0) <= at && (until === undefined || until.scheduledAt > at),
  );
  return run?.samples.at(0)?.scheduledAt;
}

/** When the first bad sample was due at or after `at`; undefined when there is none. */
export function firstBadAt(samples: Requests, at: number): number | undefined {
  for (const { samples: bad } of badRuns(samples).runs) {
    const first = bad.at(lowerBound(bad, at));
    if (first !== undefined) return first.scheduledAt;
  }
  return undefined;
}

function badRuns(samples: Requests): BadRuns {
  const known = cache.get(samples);
  if (known !== undefined) return known;
  const runs: BadRun[] = [];
  let firstBad: number | undefined;
  let index = 0;
  for (const sample of samples) {
    if (!sample.good) {
      firstBad ??= index;
    } else if (firstBad !== undefined) {
      runs.push({ samples: samples.slice(firstBad, index), until: sample });
      firstBad = undefined;
    }
    index += 1;
  }
  if (firstBad !== undefined) runs.push({ samples: samples.slice(firstBad), until: undefined });
  const found = { runs, lastAt: samples.at(-1)?.scheduledAt ?? -Infinity };
  cache.set(samples, found);
  return found;
}
