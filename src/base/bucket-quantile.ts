/** A quantile out of a histogram: the interpolated value, and the bucket that holds the true one. */
export interface BucketQuantile {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Beyond the highest finite bound: the value is that bound, and the true one is not below it. */
  readonly isBeyond: boolean;
}

/**
 * The q-quantile of a histogram by the rule of Prometheus (promql, bucketQuantile): linear in the first bucket whose cumulative
 * count reaches q of all. `bounds` are the finite upper bounds in rising order, `counts` the cumulative counts, of +Inf the last.
 * Undefined where nothing was counted.
 */
export function bucketQuantile(
  bounds: readonly number[],
  counts: readonly number[],
  q: number,
): BucketQuantile | undefined {
  const total = counts.at(-1) ?? 0;
  if (!(total > 0)) return undefined;
  const rank = q * total;
  const index = counts.findIndex((count) => count >= rank);
  const high = bounds[index];
  if (high === undefined) {
    const highest = bounds.at(-1) ?? 0;
    return { value: highest, low: highest, high: Infinity, isBeyond: true };
  }
  // Before the first bucket lies 0, and nothing is counted there.
  const low = bounds[index - 1] ?? 0;
  const before = counts[index - 1] ?? 0;
  const inside = (counts[index] ?? 0) - before;
  return { value: low + ((high - low) * (rank - before)) / inside, low, high, isBeyond: false };
}
