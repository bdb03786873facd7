import { formatDuration } from '../base/quantity.ts';
import type { Measurement } from '../core/indicator.ts';
import type { Outage } from '../core/report.ts';
import type { FaultInstant, Instant } from './fault-instant.ts';
import { chargedTo, measuredFrom } from './fault-instant.ts';
import { atText } from './measurement.ts';
import { streamOutages } from './outages.ts';
import type { Stream } from './streams.ts';
import { findRecovery, type Recovery, sustainMs } from './sustained-recovery.ts';

/** One outage and the recovery from it. */
export interface Episode {
  readonly stream: Stream;
  readonly outage: Outage;
  /** The fault that it is charged to; for recovery after a heal, the heal. */
  readonly struck: Instant;
  /** From where the recovery is measured: `struck`, or the outage itself when it began long after. */
  readonly since: Instant;
  readonly recovery: Recovery;
  /** From `since.at` to the recovery; a lower bound unless the recovery is sustained. */
  readonly tookMs: number;
}

/** The outages that recovery is judged by. */
export interface Episodes {
  readonly episodes: readonly Episode[];
  readonly samples: number;
  /** Why not all outages may be known. */
  readonly doubt: string | undefined;
}

/** Every scored outage of a stream that lasts into or begins in the time from the first fault to `untilAt`, with the recovery from it. */
export function episodesOf(stream: Stream, faults: readonly FaultInstant[], untilAt: number): readonly Episode[] {
  const [first] = faults;
  if (first === undefined) return [];
  return outagesIn(stream, first.fromAt, untilAt).map((outage) =>
    episode(stream, outage, chargedTo(faults, outage.startAt) ?? first),
  );
}

/** The scored outages that last into or begin in `[fromAt, untilAt)`. */
export function outagesIn({ samples }: Stream, fromAt: number, untilAt: number): readonly Outage[] {
  return streamOutages(samples).filter(({ startAt, endAt }) => startAt < untilAt && endAt > fromAt);
}

/** The recovery from an outage, measured as `measuredFrom` says. */
export function episode(stream: Stream, outage: Outage, struck: Instant): Episode {
  const { startAt } = outage;
  const since = measuredFrom(struck, startAt);
  const recovery = findRecovery(stream, Math.max(startAt, since.fromAt));
  return { stream, outage, struck, since, recovery, tookMs: Math.max(0, recovery.at - since.at) };
}

/**
 * The longest of the recoveries; 0 without any, with `none` as its evidence. Censored when one of them is, or when not all
 * is known: for then the longest is at least that.
 */
export function worstRecovery({ episodes, samples, doubt }: Episodes, from: string, none: string): Measurement {
  const worst = episodes.reduce<Episode | undefined>((a, b) => (a && a.tookMs >= b.tookMs ? a : b), undefined);
  const open = episodes.filter(({ recovery }) => recovery.status !== 'recovered');
  const others = open.filter((one) => one !== worst).map(({ stream }) => stream.spec.id);
  const alsoOpen = others.length === 0 ? '' : `; not over at the end on ${[...new Set(others)].join(', ')} either`;
  const doubted = doubt === undefined ? '' : `; ${doubt}`;
  const evidence = (worst === undefined ? none : describe(worst, from) + alsoOpen) + doubted;
  const value = worst?.tookMs ?? 0;
  if (open.length > 0 || doubt !== undefined) return { status: 'censored', value, samples, evidence };
  if (worst === undefined) return { status: 'measured', value, samples, evidence };
  const low = Math.max(...episodes.map(({ recovery, since }) => Math.max(0, recovery.lastBadAt - since.toAt)));
  const high = Math.max(...episodes.map(({ recovery, since }) => recovery.at - since.fromAt));
  return { status: 'measured', value, samples, evidence, bounds: [Math.min(low, value), Math.max(high, value)] };
}

function describe({ stream, outage, struck, since, recovery }: Episode, from: string): string {
  const late = since === struck ? '' : ', measured from there';
  const began = `${stream.spec.id}: ${from} ${atText(struck.at)}, bad from ${formatDuration(outage.startAt)}${late}`;
  switch (recovery.status) {
    case 'recovered':
      return `${began}, recovered for good ${atText(recovery.at)}`;
    case 'unconfirmed':
      return `${began}, good again since ${formatDuration(recovery.at)}, but the observation ended before ${formatDuration(sustainMs)} of it were seen`;
    case 'never':
      return `${began}, not recovered when the observation ended ${atText(recovery.at)}`;
  }
}
