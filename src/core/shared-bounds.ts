import type { HistogramCounts, MetricsObservation } from './observation.ts';

type Sharer = (scrape: MetricsObservation) => MetricsObservation;

/** Lets all scrapes that it is given have one list of bounds for a series: it is the same each time, and as long as the counts. */
export function boundsSharer(): Sharer {
  const known = new Map<string, HistogramCounts['bounds']>();
  const shared = (series: string, { bounds, counts }: HistogramCounts): HistogramCounts => {
    const before = known.get(series);
    if (before !== undefined && isSame(before, bounds)) return { bounds: before, counts };
    known.set(series, bounds);
    return { bounds, counts };
  };
  return (scrape) => ({
    ...scrape,
    histograms: Object.fromEntries(
      Object.entries(scrape.histograms).map(([series, counts]) => [series, shared(series, counts)]),
    ),
  });
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((bound, i) => bound === b[i]);
}
