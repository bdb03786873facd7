import { percentile } from '../base/percentile.ts';
import type { RequestSample } from '../core/request-store.ts';
import { lowerBound } from '../core/requests.ts';
import type { Phase } from '../core/timeline.ts';
import { samplesIn, type Stream } from './streams.ts';

/** The stretch whose P99 is looked at. */
export const windowMs = 10_000;
const q = 0.99;
/** Fewer requests than this have no P99. */
const leastUsual = 100;

/** A time in which a stream was slower than a limit. `over`: it was seen to be calm for long enough afterwards. */
export interface Excess {
  /** When the first slow request was due. */
  readonly startAt: number;
  /** Where the first window begins that is calm, as all are that begin soon after. */
  readonly endAt: number;
  readonly over: boolean;
}

/** What to look for. */
export interface Limit {
  readonly limitMs: number;
  readonly fromAt: number;
  readonly untilAt: number;
  /** An excess is over when no window that begins so soon after it exceeds the limit. */
  readonly calmMs: number;
}

/** P99 in the phases of what requests cost their clients; undefined of fewer than 100. */
export function usualP99(stream: Stream, phases: readonly Phase[]): number | undefined {
  const samples = samplesIn(stream, phases);
  return samples.length < leastUsual ? undefined : percentile(Array.from(samples, chargeOn(stream)), q);
}

/** The excesses of a stream, in their order: whole windows of 10 s, each from a request on, with a P99 above the limit. */
export function excessesOf(stream: Stream, { limitMs, fromAt, untilAt, calmMs }: Limit): readonly Excess[] {
  const { samples } = stream;
  const charge = chargeOn(stream);
  const first = lowerBound(samples, fromAt);
  const last = lowerBound(samples, untilAt);
  const seenUntilAt = last === 0 ? fromAt : (samples.at(last - 1)?.scheduledAt ?? fromAt) + stream.spec.periodMs;
  const found: { startAt: number; endAt: number }[] = [];
  let to = first;
  let slow = 0;
  for (let from = first; from < last; from += 1) {
    const at = samples.dueAt(from);
    // An instant is a sum of floats: what is due at the very end must not be missing.
    if (at + windowMs > seenUntilAt + 0.001) break;
    for (; to < last && samples.dueAt(to) < at + windowMs; to += 1) slow += isSlow(to) ? 1 : 0;
    const n = to - from;
    // By nearest rank: the P99 is above the limit as soon as more are than lie above its rank.
    if (slow > n - Math.ceil(q * n - 1e-9)) note(from, at);
    slow -= isSlow(from) ? 1 : 0;
  }
  return found.map(({ startAt, endAt }) => ({
    startAt,
    endAt,
    over: endAt + calmMs + windowMs <= seenUntilAt + 0.001,
  }));

  function isSlow(index: number): boolean {
    const sample = samples.at(index);
    return sample !== undefined && charge(sample) > limitMs;
  }
  function note(from: number, at: number): void {
    const endAt = from + 1 < last ? samples.dueAt(from + 1) : at;
    const before = found.at(-1);
    if (before !== undefined && at - before.endAt <= calmMs) before.endAt = endAt;
    else found.push({ startAt: samples.dueAt(firstSlow(from)), endAt });
  }
  function firstSlow(from: number): number {
    let index = from;
    while (index < last && !isSlow(index)) index += 1;
    return index;
  }
}

/** What a request cost its client: a failed one at least its timeout. */
function chargeOn({ spec }: Stream): (sample: RequestSample) => number {
  return ({ good, error, endedAt, scheduledAt }) => {
    const elapsed = endedAt - scheduledAt;
    return good || error === 'slow' ? elapsed : Math.max(elapsed, spec.timeoutMs);
  };
}
