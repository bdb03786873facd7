import { type BucketQuantile, bucketQuantile } from './bucket-quantile.ts';

/** What few observations in buckets say of a quantile. */
export interface FewQuantile extends BucketQuantile {
  /** How sure it is that the true quantile is not above `high`. */
  readonly confidence: number;
}

/**
 * The q-quantile of so few observations that its nearest rank is the largest: the upper bound of the bucket that holds it, as where it
 * lies in there is not known. `low` is the lower bound of the bucket of the largest observation that the true quantile is not below
 * with 97.5 % (order statistics, exact binomial). Arguments as `bucketQuantile` has them; undefined where nothing was counted, or where
 * there are so many that the largest is not the nearest rank.
 */
export function fewQuantile(bounds: readonly number[], counts: readonly number[], q: number): FewQuantile | undefined {
  const total = counts.at(-1) ?? 0;
  if (Math.ceil(q * total) !== total) return undefined;
  const largest = bucketQuantile(bounds, counts, 1);
  // Half a rank below: a quotient that is too large by the last digit would be the next one.
  const least = bucketQuantile(bounds, counts, (leastRank(total, q) - 0.5) / total);
  if (largest === undefined || least === undefined) return undefined;
  const { low } = least;
  return { ...largest, low, value: largest.isBeyond ? largest.value : largest.high, confidence: 1 - q ** total };
}

const tail = 0.025;

/** The largest rank whose observation the q-quantile is not below with 97.5 %: more would have to lie above it than are likely to. */
function leastRank(total: number, q: number): number {
  // How many of all lie above the quantile is binomial(total, 1 - q).
  let probability = q ** total;
  let upTo = probability;
  let above = 0;
  while (1 - upTo > tail && above < total) {
    above += 1;
    probability *= ((total - above + 1) / above) * ((1 - q) / q);
    upTo += probability;
  }
  return Math.max(1, total - above);
}
