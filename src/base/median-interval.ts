import { median } from './mann-whitney.ts';

/** A median and how well it is known. */
export interface MedianInterval {
  readonly median: number;
  /** The confidence interval; undefined below six values, where no pair of them covers the median with 95 %. */
  readonly interval: readonly [number, number] | undefined;
  /** The interval's true coverage, at least 0.95. */
  readonly coverage: number | undefined;
}

/**
 * The median with the narrowest symmetric interval of order statistics that covers it with at least 95 % (Conover 1999, 3.2):
 * it assumes nothing of the distribution. Infinite values are allowed. Throws RangeError on an empty list.
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  const sorted = [...values].sort((a, b) => (a === b ? 0 : a < b ? -1 : 1));
  const n = sorted.length;
  let best: MedianInterval = { median: median(values), interval: undefined, coverage: undefined };
  // Both tails of a binomial(n, 1/2) below the k-th value.
  let tail = 0;
  let probability = 0.5 ** n;
  for (let k = 1; 2 * k <= n; k += 1) {
    tail += probability;
    probability *= (n - k + 1) / k;
    const [low, high] = [sorted[k - 1], sorted[n - k]];
    if (1 - 2 * tail < 0.95 || low === undefined || high === undefined) break;
    best = { ...best, interval: [low, high], coverage: 1 - 2 * tail };
  }
  return best;
}
