import { lowerBound, type Requests } from '../core/requests.ts';
import { streamOutages } from './outages.ts';
import type { Stream } from './streams.ts';

/** A stream has recovered at the first of so many good samples in a row … */
export const recoveryRun = 10;
/** … after which, for so long, … */
export const sustainMs = 30_000;
/** … at least this share of what was due is good, and no outage is scored. */
export const sustainRatio = 0.99;

/**
 * `recovered`: at `at`; the stream was last bad at `lastBadAt`. `unconfirmed`: good since `at`, but the samples end before
 * that can be trusted. `never`: bad to the end, which was at `at`.
 */
export interface Recovery {
  readonly status: 'recovered' | 'unconfirmed' | 'never';
  readonly at: number;
  readonly lastBadAt: number;
}

/** The first sustained recovery of a stream at or after `fromAt`, an instant at which it is bad. Back-dated to the run's first sample. */
export function findRecovery({ spec, samples }: Pick<Stream, 'spec' | 'samples'>, fromAt: number): Recovery {
  const rest = samples.slice(lowerBound(samples, fromAt));
  let lastBadAt = fromAt;
  let index = 0;
  let wasGood = false;
  for (const { good, scheduledAt } of rest) {
    if (!good) {
      lastBadAt = scheduledAt;
    } else if (!wasGood) {
      const status = sustained(rest, index, spec.periodMs);
      if (status !== 'broken') return { status, at: scheduledAt, lastBadAt };
    }
    wasGood = good;
    index += 1;
  }
  return { status: 'never', at: rest.at(-1)?.scheduledAt ?? fromAt, lastBadAt };
}

/** Whether the good run that begins at index `first` lasts. */
function sustained(samples: Requests, first: number, periodMs: number): 'recovered' | 'unconfirmed' | 'broken' {
  const run = samples.slice(first, first + recoveryRun);
  if (!run.every(({ good }) => good)) return 'broken';
  const tenth = run.at(recoveryRun - 1);
  if (tenth === undefined) return 'unconfirmed';
  // Instants are sums of floats: a sample that is due at the very end belongs to the window.
  const endAt = tenth.scheduledAt + sustainMs + 0.001;
  const after = samples.slice(first + recoveryRun, lowerBound(samples, endAt));
  const due = Math.floor(sustainMs / periodMs);
  const good = after.count((sample) => sample.good);
  const complete = (samples.at(-1)?.scheduledAt ?? 0) + periodMs > endAt;
  const lacking = complete ? Math.max(due, after.length) - good : after.length - good;
  if (lacking > (1 - sustainRatio) * Math.max(due, after.length) + 1e-9) return 'broken';
  // One sample more: an outage that begins in the window counts although it goes on beyond it.
  const andNext = samples.slice(first + recoveryRun, first + recoveryRun + after.length + 1);
  if (streamOutages(andNext).length > 0) return 'broken';
  return complete ? 'recovered' : 'unconfirmed';
}
