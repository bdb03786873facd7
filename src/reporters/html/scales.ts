/** From a value to a place, both linear or after a logarithm; values outside the domain stick to its ends. */
export interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  readonly at: (value: number) => number;
}

/** A linear scale. A domain without width maps all to the range's beginning. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  return { domain, range, at: place(domain, range, (value) => value) };
}

/** A logarithmic scale; the domain must be above 0. */
export function logScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  return { domain, range, at: place(domain, range, Math.log10) };
}

function place(
  [from, to]: readonly [number, number],
  [first, last]: readonly [number, number],
  bend: (value: number) => number,
): Scale['at'] {
  const start = bend(from);
  const span = bend(to) - start;
  return (value) => {
    if (!(span > 0)) return first;
    const share = (bend(Math.min(to, Math.max(from, value))) - start) / span;
    return tenth(first + share * (last - first));
  };
}

const timeStepsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 1800e3,
];

/** Round instants within [from, to], at most `count` of them. */
export function timeTicks(from: number, to: number, count: number): readonly number[] {
  const step = timeStepsMs.find((ms) => (to - from) / ms <= count) ?? Math.ceil((to - from) / count / 3600e3) * 3600e3;
  return multiples(from, to, step);
}

/** Round numbers within [from, to], at most `count` of them, of 1, 2, 5 × 10ⁿ and never below 1 apart. */
export function wholeTicks(from: number, to: number, count: number): readonly number[] {
  let step = 1;
  for (let index = 0; (to - from) / step > count; index += 1) step *= index % 3 === 1 ? 2.5 : 2;
  return multiples(from, to, step);
}

/** Powers of ten within [from, to]. */
export function logTicks(from: number, to: number): readonly number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 10 ** (first + index));
}

/** To a tenth: finer than a pixel, and short in a path. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function multiples(from: number, to: number, step: number): readonly number[] {
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}
