import { formatDuration } from '../base/quantity.ts';
import type { Measurement } from '../core/indicator.ts';
import type { Outage } from '../core/report.ts';
import type { FaultInstant, Instant } from './fault-instant.ts';
import { chargedTo } from './fault-instant.ts';
import { atText } from './measurement.ts';
import { streamOutages } from './outages.ts';
import type { Stream } from './streams.ts';
import { findRecovery, type Recovery, sustainMs } from './sustained-recovery.ts';

/** One outage and the recovery from it. */
export interface Episode {
  readonly stream: Stream;
  readonly outage: Outage;
  readonly since: Instant;
  readonly recovery: Recovery;
  /** From `since.at` to the recovery; a lower bound unless the recovery is sustained. */
  readonly tookMs: number;
}

/**
 * For each fault, the first scored outage of a stream that lasts into or begins in the time from that fault to the next
 * one (the last: to `untilAt`), with the recovery from it. Later outages of the same fault are flaps, not recoveries.
 */
export function episodesOf(stream: Stream, faults: readonly FaultInstant[], untilAt: number): readonly Episode[] {
  const outages = streamOutages(stream.samples);
  return faults.flatMap(({ fromAt }, i) => {
    const windowEndAt = faults[i + 1]?.fromAt ?? untilAt;
    const outage = outages.find(({ startAt, endAt, open }) => startAt < windowEndAt && (endAt > fromAt || open));
    const since = outage && chargedTo(faults, outage.startAt);
    return outage && since ? episode(stream, outage, since) : [];
  });
}

/** The recovery from an outage, measured from `since`. */
export function episode(stream: Stream, outage: Outage, since: Instant): Episode {
  const recovery = findRecovery(stream, Math.max(outage.startAt, since.fromAt));
  return { stream, outage, since, recovery, tookMs: Math.max(0, recovery.at - since.at) };
}

/** The longest of the recoveries; censored when one of them is, for then the longest is at least that. */
export function worstRecovery(episodes: readonly Episode[], samples: number, from: string): Measurement | undefined {
  const worst = episodes.reduce<Episode | undefined>((a, b) => (a && a.tookMs >= b.tookMs ? a : b), undefined);
  if (worst === undefined) return undefined;
  const open = episodes.filter(({ recovery }) => recovery.status !== 'recovered');
  const others = open.filter((one) => one !== worst).map(({ stream }) => stream.spec.id);
  const alsoOpen = others.length === 0 ? '' : `; not over at the end on ${[...new Set(others)].join(', ')} either`;
  const evidence = `${describe(worst, from)}${alsoOpen}`;
  const value = worst.tookMs;
  if (open.length > 0) return { status: 'censored', value, samples, evidence };
  const low = Math.max(...episodes.map(({ recovery, since }) => Math.max(0, recovery.lastBadAt - since.toAt)));
  const high = Math.max(...episodes.map(({ recovery, since }) => recovery.at - since.fromAt));
  return { status: 'measured', value, samples, evidence, bounds: [Math.min(low, value), Math.max(high, value)] };
}

function describe({ stream, outage, since, recovery }: Episode, from: string): string {
  const began = `${stream.spec.id}: ${from} ${atText(since.at)}, bad from ${formatDuration(outage.startAt)}`;
  switch (recovery.status) {
    case 'recovered':
      return `${began}, recovered for good ${atText(recovery.at)}`;
    case 'unconfirmed':
      return `${began}, good again since ${formatDuration(recovery.at)}, but the observation ended before ${formatDuration(sustainMs)} of it were seen`;
    case 'never':
      return `${began}, not recovered when the observation ended ${atText(recovery.at)}`;
  }
}
