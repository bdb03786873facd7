import type { Random } from '../../../base/random.ts';

/** A duration that is drawn anew each time, in ms. */
export type Spread = () => number;

/** Log-normal: positive, with a tail to the right, as latencies have; `p99` where 1 in 100 is longer. A median of 0 is always 0. */
export function logNormal(random: Random, median: number, p99: number): Spread {
  if (median <= 0) return () => 0;
  // 2.3263 is the 99th percentile of the standard normal distribution.
  const sigma = Math.log(Math.max(p99, median) / median) / 2.3263;
  return () => median * Math.exp(sigma * normal(random));
}

/** Uniform in [low, high). */
export function uniform(random: Random, low: number, high: number): Spread {
  return () => low + (high - low) * random.next();
}

/** Box and Muller 1958; one of the two draws is thrown away, so that the order of callers decides nothing but their own draws. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
