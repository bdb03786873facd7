import { type Labels, PageReader } from '../base/prometheus-text.ts';
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

/** A number of a page, summed over the labels that nobody asks for. */
class Sum {
  #page = -1;
  #value = 0;
  #before: number | undefined;

  /** Whether it is the first sample of this page (pages are counted from 1). */
  add(value: number, page: number): boolean {
    const isFirst = this.#page !== page;
    if (isFirst) {
      this.#before = this.on(page - 1);
      this.#page = page;
      this.#value = 0;
    }
    this.#value += value;
    return isFirst;
  }

  /** Its value on a page, this one or the one before; undefined: it is not there. */
  on(page: number): number | undefined {
    if (this.#page === page) return this.#value;
    return this.#page === page + 1 ? this.#before : undefined;
  }

  differs(page: number): boolean {
    return this.on(page) !== this.on(page - 1);
  }
}

/** What a series is to the reader. */
type Series = 'start' | { readonly of: Entry; readonly sum: Sum };

/** A value, or a histogram with a sum for each bound. */
interface Entry {
  readonly key: string;
  readonly isHistogram: boolean;
  readonly sums: Map<number, Sum>;
}

/** One process after the other at one place: what was read of it. */
class Instance {
  readonly #pages: PageReader<Series>;
  readonly #entries = new Map<string, Entry>();
  #page = 0;
  #startedUnixMs: number | undefined;

  constructor(component: Component) {
    const meaning = (name: string, labels: Labels): Series | undefined =>
      name === processStart ? 'start' : this.#seriesOf(component, name, labels);
    this.#pages = new PageReader({ names: wanted(component), meaning });
  }

  read(text: string): Pick<MetricsObservation, 'startedUnixMs' | 'values' | 'histograms'> {
    this.#page += 1;
    const page = this.#page;
    const seen = new Set<Entry>();
    const started: { unixMs?: number } = {};
    this.#pages.read(text, (series, value) => {
      if (series === 'start') started.unixMs = value * 1000;
      else if (series.sum.add(value, page)) seen.add(series.of);
    });
    const isAnother = page === 1 || started.unixMs !== this.#startedUnixMs;
    this.#startedUnixMs = started.unixMs;
    const values: Record<string, number> = {};
    const histograms: Record<string, HistogramCounts> = {};
    for (const { key, isHistogram, sums } of seen) {
      const all = [...sums.values()];
      if (!isAnother && !all.some((sum) => sum.differs(page))) continue;
      if (isHistogram) histograms[key] = countsOf(sums, page);
      else values[key] = all[0]?.on(page) ?? 0;
    }
    return {
      ...(started.unixMs === undefined ? {} : { startedUnixMs: started.unixMs }),
      values,
      histograms,
    };
  }

  #seriesOf(component: Component, name: string, labels: Labels): Series | undefined {
    const isHistogram = name.endsWith('_bucket');
    const family = isHistogram ? name.slice(0, -'_bucket'.length) : name;
    if (isHistogram && isEndless(labels)) return undefined;
    const bound = isHistogram ? boundOf(labels) : 0;
    if (Number.isNaN(bound)) return undefined;
    const key = seriesKey(family, labels, families[component][family]?.by ?? []);
    const of = this.#entries.get(key) ?? { key, isHistogram, sums: new Map<number, Sum>() };
    this.#entries.set(key, of);
    const sum = of.sums.get(bound) ?? new Sum();
    of.sums.set(bound, sum);
    return { of, sum };
  }
}

function isEndless(labels: Labels): boolean {
  return endlessVerbs.has(labels['verb'] ?? '') || endlessSubresources.has(labels['subresource'] ?? '');
}

function boundOf({ le }: Labels): number {
  return le === '+Inf' ? Infinity : Number(le);
}

function countsOf(sums: Entry['sums'], page: number): HistogramCounts {
  const bounds: number[] = [];
  const counts: number[] = [];
  for (const [bound, sum] of [...sums].sort(([a], [b]) => a - b)) {
    const count = sum.on(page);
    if (count === undefined) continue;
    if (Number.isFinite(bound)) bounds.push(bound);
    counts.push(count);
  }
  return { bounds, counts };
}

/** `name{label="value"}` with the labels that it is told apart by; empty ones are left out. */
function seriesKey(name: string, labels: Labels, by: readonly string[]): string {
  const parts = by.flatMap((label) => {
    const value = labels[label] ?? '';
    return value === '' ? [] : [`${label}="${value}"`];
  });
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}
