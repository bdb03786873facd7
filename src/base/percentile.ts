/**
 * The q-quantile of `values` by nearest rank: the ceil(q·n)-th smallest.
 * Throws RangeError on an empty list or q outside (0, 1]: no sample has no percentile.
 */
export function percentile(values: readonly number[], q: number): number {
  return percentileOfSorted(new Float64Array(values).sort(), q);
}

/** As `percentile`, for values that are sorted already. */
export function percentileOfSorted(sorted: ArrayLike<number>, q: number): number {
  if (!(q > 0 && q <= 1)) throw new RangeError(`a quantile lies in (0, 1], not at ${q}`);
  const value = sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1];
  if (value === undefined) throw new RangeError('no values, no percentile');
  return value;
}

/** Wilson score interval of `good` out of `total` at 95 % (Wilson 1927); [0, 1] when nothing was tried. */
export function wilsonInterval(good: number, total: number): readonly [number, number] {
  if (total === 0) return [0, 1];
  const z = 1.959964;
  const p = good / total;
  const centre = p + (z * z) / (2 * total);
  const spread = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
