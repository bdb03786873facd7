/** Counts of a Prometheus histogram. */
export interface Histogram {
  readonly observe: (value: number) => void;
  /** Its lines in the text format, without the last one's end. */
  readonly text: () => string;
}

interface HistogramOptions {
  readonly name: string;
  /** As they stand between the braces, or nothing. */
  readonly labels?: string;
  /** Upper bounds, in rising order. */
  readonly bounds: readonly number[];
}

/** Upper bounds of which each is twice the one before. */
export function doubling(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => first * 2 ** n);
}

/** A histogram that has counted nothing yet. */
export function histogram({ name, labels = '', bounds }: HistogramOptions): Histogram {
  const comma = labels === '' ? '' : `${labels},`;
  const braces = labels === '' ? '' : `{${labels}}`;
  const heads = bounds.map((bound) => `${name}_bucket{${comma}le="${bound}"}`);
  const counts = bounds.map(() => 0);
  let count = 0;
  let sum = 0;
  // Kept until it counts again: from one page to the next most do not.
  let text: string | undefined;
  const written = (): string => {
    let below = 0;
    const buckets = heads.map((head, at) => {
      below += counts[at] ?? 0;
      return `${head} ${below}`;
    });
    const all = `${name}_bucket{${comma}le="+Inf"} ${count}`;
    return [...buckets, all, `${name}_sum${braces} ${sum}`, `${name}_count${braces} ${count}`].join('\n');
  };
  return {
    observe: (value) => {
      let at = 0;
      while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1;
      if (at < bounds.length) counts[at] = (counts[at] ?? 0) + 1;
      count += 1;
      sum += value;
      text = undefined;
    },
    text: () => (text ??= written()),
  };
}
