import { percentileOfSorted } from '../base/percentile.ts';
import { formatDuration } from '../base/quantity.ts';
import type { Measurement } from '../core/indicator.ts';
import type { Phase } from '../core/timeline.ts';
import { counted, unmeasured } from './measurement.ts';
import { doubtIn, namesOf, samplesIn, silentIn, type Stream } from './streams.ts';

/** The two-sided 95 % interval leaves so much above it. */
const tail = 0.025;
const z95 = 1.959964;

/** A percentile of one connection mode. */
interface Percentile {
  readonly mode: string;
  readonly value: number;
  readonly bounds: readonly [number, number];
  readonly samples: number;
  readonly failures: number;
  /** The percentile falls on a failure: what it would have taken is at least this. */
  readonly isFloor: boolean;
}

/** The fewest samples that bound the q-quantile from above with 95 % confidence (two-sided): 368 for P99. */
export function minSamples(q: number): number {
  return Math.ceil(Math.log(tail) / Math.log(q));
}

/** Words for definitions. */
export const latencyWords =
  'by nearest rank, from the scheduled instant to the last byte, in an open loop. A request that failed is charged its timeout, or longer if it took ' +
  'longer; an answer that was only slow counts as long as it took. New and reused connections are never mixed: the worse of the two counts. ' +
  'When the percentile falls on a failed request, it is a lower bound. Bounds: 95 % by order statistics.';

/**
 * The q-quantile of the latency of the streams' requests in the phases, the worse of the connection modes.
 * Unmeasured when a mode has too few samples for it, or when the harness may have asked wrongly.
 */
export function worstPercentile(
  streams: readonly Stream[],
  phases: readonly Phase[],
  q: number,
  note = '',
): Measurement {
  const doubt = doubtIn(streams, phases);
  if (doubt !== undefined) return unmeasured(doubt);
  const silent = silentIn(streams, phases);
  if (silent.length > 0) return unmeasured(`no request was seen on ${namesOf(silent)}`);
  const modes = [...new Set(streams.map(({ spec }) => spec.connection))];
  const found: Percentile[] = [];
  for (const mode of modes) {
    const charged = chargesOf(
      streams.filter(({ spec }) => spec.connection === mode),
      phases,
    );
    if (charged.sorted.length < minSamples(q)) {
      return unmeasured(
        `n too small: ${counted(charged.sorted.length, 'request')} over ${mode} connections, ${minSamples(q)} are needed for a bounded P${q * 100}`,
      );
    }
    found.push(percentileOf(mode, charged, q));
  }
  if (found.length === 0) return unmeasured('no stream asks for it');
  const worst = found.reduce((a, b) => (b.value > a.value ? b : a));
  const words = found.map(
    (one) => `${one.mode} connections ${formatDuration(one.value)} (n ${one.samples}, ${one.failures} failed)`,
  );
  const floor = worst.isFloor ? '; it falls on failed requests, charged their timeout' : '';
  return {
    status: worst.isFloor ? 'censored' : 'measured',
    value: worst.value,
    samples: worst.samples,
    evidence: words.join(', ') + floor + note,
    bounds: worst.bounds,
  };
}

/** What requests cost their clients, in ms. */
interface Charges {
  readonly sorted: Float64Array;
  /** Those of requests that failed. */
  readonly failed: readonly number[];
}

function chargesOf(streams: readonly Stream[], phases: readonly Phase[]): Charges {
  const seen = streams.map((stream) => ({ samples: samplesIn(stream, phases), timeoutMs: stream.spec.timeoutMs }));
  const sorted = new Float64Array(seen.reduce((sum, { samples }) => sum + samples.length, 0));
  const failed: number[] = [];
  let count = 0;
  for (const { samples, timeoutMs } of seen) {
    for (const { good, error, endedAt, scheduledAt } of samples) {
      const isFailed = !good && error !== 'slow';
      const elapsed = endedAt - scheduledAt;
      const ms = isFailed ? Math.max(elapsed, timeoutMs) : elapsed;
      sorted[count] = ms;
      count += 1;
      if (isFailed) failed.push(ms);
    }
  }
  return { sorted: sorted.sort(), failed };
}

function percentileOf(mode: string, { sorted, failed }: Charges, q: number): Percentile {
  const n = sorted.length;
  const value = percentileOfSorted(sorted, q);
  const rank = Math.ceil(q * n - 1e-9);
  const answered = countUpTo(sorted, value) - failed.filter((ms) => ms <= value).length;
  const spread = z95 * Math.sqrt(n * q * (1 - q));
  const at = (index: number): number => sorted[Math.min(n, Math.max(1, index)) - 1] ?? value;
  return {
    mode,
    value,
    bounds: [at(Math.floor(n * q - spread)), at(Math.ceil(n * q + spread) + 1)],
    samples: n,
    failures: failed.length,
    isFloor: answered < rank,
  };
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
