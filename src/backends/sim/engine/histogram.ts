/** Counts of a Prometheus histogram. */
export interface Histogram {
  readonly observe: (value: number) => void;
  /** In the text format; `labels` as they stand between the braces, or nothing. */
  readonly lines: (name: string, labels: string) => readonly string[];
}

/** Upper bounds of which each is twice the one before. */
export function doubling(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => first * 2 ** n);
}

/** A histogram with these upper bounds, in rising order. */
export function histogram(bounds: readonly number[]): Histogram {
  const counts = bounds.map(() => 0);
  let count = 0;
  let sum = 0;
  return {
    observe: (value) => {
      let at = 0;
      while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1;
      if (at < bounds.length) counts[at] = (counts[at] ?? 0) + 1;
      count += 1;
      sum += value;
    },
    lines: (name, labels) => {
      const comma = labels === '' ? '' : `${labels},`;
      const braces = labels === '' ? '' : `{${labels}}`;
      let below = 0;
      return [
        ...bounds.map((bound, at) => {
          below += counts[at] ?? 0;
          return `${name}_bucket{${comma}le="${bound}"} ${below}`;
        }),
        `${name}_bucket{${comma}le="+Inf"} ${count}`,
        `${name}_sum${braces} ${sum}`,
        `${name}_count${braces} ${count}`,
      ];
    },
  };
}
