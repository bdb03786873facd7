import { type Labels, readSamples, type Sample } from '../base/prometheus-text.ts';
import { type Component, families, type MetricsPage, processStart } from '../core/metrics.ts';
import type { HistogramCounts, MetricsObservation } from '../core/observation.ts';

/** Makes observations of pages, each with what changed since the one before. */
export interface MetricsReader {
  readonly read: (page: MetricsPage, at: number) => MetricsObservation;
}

interface Known {
  readonly startedUnixMs: number | undefined;
  readonly values: Record<string, number>;
  readonly histograms: Record<string, HistogramCounts>;
}

/** Verbs that last as long as their clients like, and subresources that do. */
const endlessVerbs = new Set(['WATCH', 'CONNECT', 'WATCHLIST']);
const endlessSubresources = new Set(['log', 'exec', 'portforward', 'attach', 'proxy']);

/** A reader that has seen nothing yet. */
export function metricsReader(): MetricsReader {
  const known = new Map<string, Known>();
  return {
    read: (page, at) => {
      const { component, instance } = page;
      const head = { kind: 'metrics', at, component, instance } as const;
      if ('error' in page) return { ...head, reachable: false, detail: page.error, values: {}, histograms: {} };
      const key = `${component} ${instance}`;
      const now = reduce(component, page.text);
      const seen = known.get(key);
      known.set(key, now);
      const before = seen?.startedUnixMs === now.startedUnixMs ? seen : undefined;
      return {
        ...head,
        reachable: true,
        ...(now.startedUnixMs === undefined ? {} : { startedUnixMs: now.startedUnixMs }),
        values: changed(now.values, before?.values, (a, b) => a === b),
        histograms: changed(now.histograms, before?.histograms, (a, b) => sameCounts(a.counts, b.counts)),
      };
    },
  };
}

function changed<T>(
  now: Readonly<Record<string, T>>,
  before: Readonly<Record<string, T>> | undefined,
  isSame: (a: T, b: T) => boolean,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(now).filter(([key, value]) => {
      const old = before?.[key];
      return old === undefined || !isSame(old, value);
    }),
  );
}

function sameCounts(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((count, i) => count === b[i]);
}

const wantedOf = new Map<Component, ReadonlySet<string>>();

function wanted(component: Component): ReadonlySet<string> {
  const known = wantedOf.get(component);
  if (known !== undefined) return known;
  const names = Object.entries(families[component]).map(([name, { kind }]) =>
    kind === 'histogram' ? `${name}_bucket` : name,
  );
  const all = new Set([...names, processStart]);
  wantedOf.set(component, all);
  return all;
}

/** Sums the series of a page over the labels that nobody asks for. */
function reduce(component: Component, text: string): Known {
  const values: Record<string, number> = {};
  const buckets = new Map<string, Map<number, number>>();
  let startedUnixMs: number | undefined;
  for (const sample of readSamples(text, wanted(component))) {
    if (sample.name === processStart) {
      startedUnixMs = sample.value * 1000;
      continue;
    }
    const isBucket = sample.name.endsWith('_bucket');
    const name = isBucket ? sample.name.slice(0, -'_bucket'.length) : sample.name;
    const key = keyOf(name, sample.labels, families[component][name]?.by ?? []);
    if (!isBucket) values[key] = (values[key] ?? 0) + sample.value;
    else if (!isEndless(sample)) addTo(buckets, key, sample);
  }
  const histograms = Object.fromEntries([...buckets].map(([key, counts]) => [key, countsOf(counts)]));
  return { startedUnixMs, values, histograms };
}

function isEndless({ labels }: Sample): boolean {
  return endlessVerbs.has(labels['verb'] ?? '') || endlessSubresources.has(labels['subresource'] ?? '');
}

function addTo(buckets: Map<string, Map<number, number>>, key: string, { labels, value }: Sample): void {
  const bound = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
  if (Number.isNaN(bound)) return;
  const counts = buckets.get(key) ?? new Map<number, number>();
  buckets.set(key, counts);
  counts.set(bound, (counts.get(bound) ?? 0) + value);
}

function countsOf(counts: ReadonlyMap<number, number>): HistogramCounts {
  const rising = [...counts].sort(([a], [b]) => a - b);
  return {
    bounds: rising.map(([bound]) => bound).filter(Number.isFinite),
    counts: rising.map(([, count]) => count),
  };
}

/** Keys of series read before: a line of a page always comes with the same labels, and a family belongs to one component. */
const keys = new WeakMap<Labels, string>();

function keyOf(name: string, labels: Labels, by: readonly string[]): string {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const key = seriesKey(name, labels, by);
  keys.set(labels, key);
  return key;
}

/** `name{label="value"}` with the labels that it is told apart by; empty ones are left out. */
function seriesKey(name: string, labels: Labels, by: readonly string[]): string {
  const parts = by.flatMap((label) => {
    const value = labels[label] ?? '';
    return value === '' ? [] : [`${label}="${value}"`];
  });
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}
