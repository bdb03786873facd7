import { percentileOfSorted } from '../base/percentile.ts';
import { formatDuration } from '../base/quantity.ts';
import type { ValidityCheck } from '../core/objective.ts';
import { judgedPhases } from '../core/phases.ts';
import type { Requests } from '../core/requests.ts';
import type { Timeline } from '../core/timeline.ts';
import { askedIn, streamsOf } from '../indicators/streams.ts';
import { secondOf, secondsText } from './seconds.ts';

/** A P99 above this is worth a warning: a quiet machine sends within a few ms (measured; reference: measuring, F). */
const warnMs = 10;
/** Late throughout: a P99 above this share of the period. Instants of outages are then off by as much (measuring, F). */
const sustainedShare = 0.5;
/** Late by more periods than this: what lasted no longer than that may be hidden, or misdated by as much (measuring, F). */
const burstPeriods = 5;
/**
 * Of the judged seconds so many may hold such a request: a single stall of the machine moves instants by its own length and
 * no more, while the requests around it still tell. The same share of the evidence must be sound as of the requests (99 %).
 */
const burstShare = 0.01;

/** How late the requests of one period were. */
interface Lateness {
  readonly periodMs: number;
  readonly streams: readonly Requests[];
  readonly p99: number;
  readonly max: number;
}

/** Whether the prober sent its requests when they were due: not late throughout, nor in bursts that make up more than 1 % of the time. */
export function latenessCheck(timeline: Timeline): ValidityCheck {
  const check = 'probe lateness';
  if (timeline.streams.length === 0) return { check, status: 'ok', detail: 'no request stream was declared' };
  const groups = latenessOf(timeline);
  if (groups.length === 0) return { check, status: 'failed', detail: 'no request was seen' };
  const told = groups
    .map(
      ({ periodMs, p99, max }) =>
        `every ${formatDuration(periodMs)}: P99 ${formatDuration(p99)}, at most ${formatDuration(max)}`,
    )
    .join('; ');
  const sustained = groups.filter(({ periodMs, p99 }) => p99 > sustainedShare * periodMs);
  if (sustained.length > 0) {
    const seconds = secondsLate(sustained, sustainedShare);
    return { check, status: 'failed', detail: `${told}; late throughout, in doubt: ${secondsText(seconds)}` };
  }
  const burst = secondsLate(groups, burstPeriods);
  const judgedMs = judgedPhases(timeline).reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
  if (burst.size > 0) {
    const unsound = burst.size * 1000 > burstShare * judgedMs;
    const detail = `${told}; late in bursts, in doubt: ${secondsText(burst)}`;
    return { check, status: unsound ? 'failed' : 'warning', detail };
  }
  return { check, status: groups.some(({ p99 }) => p99 > warnMs) ? 'warning' : 'ok', detail: told };
}

/** P99 of how late requests were sent in the judged phases, in ms; undefined when none was. */
export function latenessP99(timeline: Timeline): number | undefined {
  const late = sortedLateness(latenessOf(timeline).flatMap(({ streams }) => streams));
  return late.length === 0 ? undefined : percentileOfSorted(late, 0.99);
}

/** The check asks, and the report. */
const cache = new WeakMap<Timeline, readonly Lateness[]>();

function latenessOf(timeline: Timeline): readonly Lateness[] {
  const known = cache.get(timeline) ?? foundLateness(timeline);
  cache.set(timeline, known);
  return known;
}

function foundLateness(timeline: Timeline): readonly Lateness[] {
  const phases = judgedPhases(timeline);
  const byPeriod = new Map<number, Requests[]>();
  for (const stream of streamsOf(timeline)) {
    const group = byPeriod.get(stream.spec.periodMs) ?? [];
    group.push(askedIn(stream, phases));
    byPeriod.set(stream.spec.periodMs, group);
  }
  return [...byPeriod].flatMap(([periodMs, streams]) => {
    const late = sortedLateness(streams);
    if (late.length === 0) return [];
    return { periodMs, streams, p99: percentileOfSorted(late, 0.99), max: percentileOfSorted(late, 1) };
  });
}

/** By how much each was late, in ms, in rising order: not kept, as it is as long as the run. */
function sortedLateness(streams: readonly Requests[]): Float64Array {
  const late = new Float64Array(streams.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  for (const requests of streams) {
    for (const { scheduledAt, sentAt } of requests) {
      late[count] = sentAt - scheduledAt;
      count += 1;
    }
  }
  return late.sort();
}

/** The seconds in which a request was late by more than so many of its periods. */
function secondsLate(groups: readonly Lateness[], periods: number): ReadonlySet<number> {
  const seconds = new Set<number>();
  for (const { periodMs, streams, max } of groups) {
    if (max <= periods * periodMs) continue;
    for (const requests of streams) {
      for (const { scheduledAt, sentAt } of requests) {
        if (sentAt - scheduledAt > periods * periodMs) seconds.add(secondOf(scheduledAt));
      }
    }
  }
  return seconds;
}
