/** Up to so many observations in all the distribution of U is counted out, if there are no ties. */
const exactUpTo = 50;

/** The outcome of a rank-sum test. */
export interface RankTest {
  /** Pairs in which `b` is above `a`, ties counting a half. */
  readonly u: number;
  /** Two-sided. */
  readonly p: number;
  readonly exact: boolean;
}

/**
 * Mann and Whitney's U test (1947) of whether `b` tends to be above or below `a`, two-sided. Exact where there are no ties and
 * no more than 50 observations, else by the normal approximation with corrections for ties and continuity (Lehmann 1975).
 * Infinite values are allowed and rank as they are. Throws RangeError when a side is empty or holds NaN.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): RankTest {
  if (a.length === 0 || b.length === 0) throw new RangeError('a rank test needs values on both sides');
  if ([...a, ...b].some(Number.isNaN)) throw new RangeError('NaN has no rank');
  let u = 0;
  for (const y of b) for (const x of a) u += y > x ? 1 : y === x ? 0.5 : 0;
  const ties = tieSizes([...a, ...b]);
  if (ties.length === 0 && a.length + b.length <= exactUpTo)
    return { u, p: exactP(u, a.length, b.length), exact: true };
  return { u, p: approximateP(u, a.length, b.length, ties), exact: false };
}

/** The smallest p that a two-sided test of so many values can give: below it no difference can be seen, however large. */
export function smallestP(n: number, m: number): number {
  return Math.min(1, 2 / choose(n + m, n));
}

/**
 * Holm's adjustment (1979): p-values that may each be compared with the level, whatever the number of tests. In the order given.
 */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let least = 0;
  order.forEach(({ p, index }, rank) => {
    least = Math.max(least, Math.min(1, p * (ps.length - rank)));
    adjusted[index] = least;
  });
  return adjusted;
}

/**
 * By how much `b` lies above `a`: the median of all differences (Hodges and Lehmann 1963). Infinite where the median pair is.
 * Throws RangeError when a side is empty.
 */
export function hodgesLehmann(a: readonly number[], b: readonly number[]): number {
  // Two that never ended do not differ, as far as anybody can tell.
  const differences = b.flatMap((y) => a.map((x) => (x === y ? 0 : y - x)));
  return median(differences);
}

/** The median; of an even number the mean of the middle two. Throws RangeError on an empty list. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted[sorted.length >> 1];
  const below = sorted[(sorted.length - 1) >> 1];
  if (middle === undefined || below === undefined) throw new RangeError('no values, no median');
  return middle === below ? middle : (middle + below) / 2;
}

/** Twice the smaller tail of U's distribution under no difference, counted by Mann and Whitney's recurrence. */
function exactP(u: number, n: number, m: number): number {
  const counts = distribution(n, m);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const tail = counts.slice(0, Math.min(u, n * m - u) + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * tail) / total);
}

/** How many of the orders of n and m values have each U: the coefficients of the Gaussian binomial. */
function distribution(n: number, m: number): readonly number[] {
  let counts = [1];
  for (let i = 1; i <= n; i += 1) {
    // Times (1 - q^(m+i)), then divided by (1 - q^i).
    const size = i * m + 1;
    const next = new Array<number>(size).fill(0);
    for (let k = 0; k < size; k += 1) {
      next[k] = (counts[k] ?? 0) - (counts[k - m - i] ?? 0) + (next[k - i] ?? 0);
    }
    counts = next;
  }
  return counts;
}

function approximateP(u: number, n: number, m: number, ties: readonly number[]): number {
  const all = n + m;
  const tied = ties.reduce((sum, size) => sum + size ** 3 - size, 0);
  const variance = ((n * m) / 12) * (all + 1 - tied / (all * (all - 1)));
  if (!(variance > 0)) return 1;
  const away = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5);
  return Math.min(1, 2 * upperTail(away / Math.sqrt(variance)));
}

function tieSizes(values: readonly number[]): readonly number[] {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1);
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i;
  return result;
}

/**
 * The share of a standard normal distribution above z >= 0, to about 12 digits: a power series below 3, a continued fraction from
 * there on (Abramowitz and Stegun 26.2.11 and 26.2.14).
 */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z >= 3) {
    let fraction = z;
    for (let k = 60; k >= 1; k -= 1) fraction = z + k / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let k = 3; k <= 81; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}
