/** What was measured in one second. */
export interface Second {
  /** Its middle. */
  readonly at: number;
  /** In ascending order. */
  readonly values: readonly number[];
  /** Nothing was measured in the second before: no line bridges a gap. */
  readonly first: boolean;
}

/** Values by the second of their instants, in the order of time; seconds without any are left out. */
export function perSecond(points: Iterable<readonly [at: number, value: number]>): readonly Second[] {
  const bySecond = new Map<number, number[]>();
  for (const [at, value] of points) {
    const second = Math.floor(at / 1000);
    const values = bySecond.get(second);
    if (values === undefined) bySecond.set(second, [value]);
    else values.push(value);
  }
  return [...bySecond]
    .sort(([a], [b]) => a - b)
    .map(([second, values]) => ({
      at: second * 1000 + 500,
      values: values.sort((a, b) => a - b),
      first: !bySecond.has(second - 1),
    }));
}
