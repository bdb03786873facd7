import { type Block, type Labels, PageReader } from '../base/prometheus-text.ts';
import { type Component, families, type MetricsPage, processStart } from '../core/metrics.ts';
import type { HistogramCounts, MetricsObservation } from '../core/observation.ts';

/** Makes observations of pages, each with what changed since the one before. */
export interface MetricsReader {
  readonly read: (page: MetricsPage, at: number) => MetricsObservation;
}

/** Verbs that last as long as their clients like, and subresources that do. */
const endlessVerbs = new Set(['WATCH', 'CONNECT', 'WATCHLIST']);
const endlessSubresources = new Set(['log', 'exec', 'portforward', 'attach', 'proxy']);

/** A reader that has seen nothing yet. */
export function metricsReader(): MetricsReader {
  const instances = new Map<string, Instance>();
  return {
    read: (page, at) => {
      const { component, instance } = page;
      const head = { kind: 'metrics', at, component, instance } as const;
      if ('error' in page) return { ...head, reachable: false, detail: page.error, values: {}, histograms: {} };
      const key = `${component} ${instance}`;
      const known = instances.get(key) ?? new Instance(component);
      instances.set(key, known);
      return { ...head, reachable: true, ...known.read(page.text) };
    },
  };
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

/** A value, or a histogram. */
interface Entry {
  readonly key: string;
  readonly isHistogram: boolean;
}

/** By bound, over the labels that nobody asks for; a value is at 0. */
type Sums = Map<number, number>;

const start: Entry = { key: processStart, isHistogram: false };

/** One process after the other at one place: what was read of it. */
class Instance {
  readonly #pages: PageReader<Entry>;
  readonly #entries = new Map<string, Entry>();
  /** What stood on the page before. */
  readonly #sums = new Map<Entry, Sums>();
  #blocks: readonly Block<Entry>[] = [];
  #startedUnixMs: number | undefined;

  constructor(component: Component) {
    const meaning = (name: string, labels: Labels): Entry | undefined =>
      name === processStart ? start : this.#entryOf(component, name, labels);
    this.#pages = new PageReader({ names: wanted(component), meaning });
  }

  read(text: string): Pick<MetricsObservation, 'startedUnixMs' | 'values' | 'histograms'> {
    const blocks = this.#pages.read(text);
    const changed = changedBetween(this.#blocks, blocks);
    this.#blocks = blocks;
    const started = blocks.flatMap(({ of, samples }) => (of === start ? samples : [])).at(-1);
    const startedUnixMs = started === undefined ? undefined : started.value * 1000;
    const isAnother = startedUnixMs !== this.#startedUnixMs;
    this.#startedUnixMs = startedUnixMs;
    const sums = sumsOf(blocks.filter(({ of }) => of !== start && (isAnother || changed.has(of))));
    const values: Record<string, number> = {};
    const histograms: Record<string, HistogramCounts> = {};
    for (const [entry, now] of sums) {
      if (!isAnother && isSame(this.#sums.get(entry), now)) continue;
      this.#sums.set(entry, now);
      if (entry.isHistogram) histograms[entry.key] = countsOf(now);
      else values[entry.key] = now.get(0) ?? 0;
    }
    for (const entry of changed) if (!sums.has(entry)) this.#sums.delete(entry);
    return { ...(startedUnixMs === undefined ? {} : { startedUnixMs }), values, histograms };
  }

  #entryOf(component: Component, name: string, labels: Labels): Entry | undefined {
    const isHistogram = name.endsWith('_bucket');
    if (isHistogram && isEndless(labels)) return undefined;
    const family = isHistogram ? name.slice(0, -'_bucket'.length) : name;
    const key = seriesKey(family, labels, families[component][family]?.by ?? []);
    const entry = this.#entries.get(key) ?? { key, isHistogram };
    this.#entries.set(key, entry);
    return entry;
  }
}

/** To what a block belongs that came or went; one that was read anew did both. */
function changedBetween(before: readonly Block<Entry>[], now: readonly Block<Entry>[]): ReadonlySet<Entry> {
  const gone = new Set(before);
  const come = now.filter((block) => !gone.delete(block));
  return new Set([...gone, ...come].map(({ of }) => of));
}

/** In the order in which they stand there. */
function sumsOf(blocks: readonly Block<Entry>[]): ReadonlyMap<Entry, Sums> {
  const all = new Map<Entry, Sums>();
  for (const { of, samples } of blocks) {
    for (const { value, bound = Number.NaN } of samples) {
      const at = of.isHistogram ? bound : 0;
      if (Number.isNaN(at)) continue;
      const sums = all.get(of) ?? new Map<number, number>();
      all.set(of, sums);
      sums.set(at, (sums.get(at) ?? 0) + value);
    }
  }
  return all;
}

function isSame(before: Sums | undefined, now: Sums): boolean {
  return before?.size === now.size && [...now].every(([bound, sum]) => before.get(bound) === sum);
}

/** Its bounds in rising order. */
function countsOf(sums: Sums): HistogramCounts {
  const sorted = [...sums].sort(([a], [b]) => a - b);
  return {
    bounds: sorted.map(([bound]) => bound).filter(Number.isFinite),
    counts: sorted.map(([, count]) => count),
  };
}

function isEndless(labels: Labels): boolean {
  return endlessVerbs.has(labels['verb'] ?? '') || endlessSubresources.has(labels['subresource'] ?? '');
}

/** `name{label="value"}` with the labels that it is told apart by; empty ones are left out. */
function seriesKey(name: string, labels: Labels, by: readonly string[]): string {
  const parts = by.flatMap((label) => {
    const value = labels[label] ?? '';
    return value === '' ? [] : [`${label}="${value}"`];
  });
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}
