import { grouped } from '../base/grouped.ts';
import type { Measurement } from '../core/indicator.ts';
import type { Component } from '../core/metrics.ts';
import { ofKind } from '../core/observation-log.ts';
import type { HistogramCounts, MetricsObservation } from '../core/observation.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { unmeasured, within } from './measurement.ts';

/** The scrapes of a component's instances, each in the order of time. */
export type Scrapes = ReadonlyMap<string, readonly MetricsObservation[]>;

/** How an instance's or a series' counts are taken together: those of one name are summed. */
export type Grouping = (instance: string, series: string) => string;

/** All scrapes of a component; unmeasured when no instance answered in the phases, with the reason that it gave. */
export function scrapesOf(
  timeline: Timeline,
  phases: readonly Phase[],
  component: Component,
): Scrapes | Extract<Measurement, { status: 'unmeasured' }> {
  const all = ofKind(timeline, 'metrics').filter((one) => one.component === component);
  if (all.length === 0) return unmeasured(`no ${component} was scraped`);
  if (!all.some(({ reachable, at }) => reachable && within(phases, at))) {
    const why = all.find(({ detail }) => detail !== undefined)?.detail;
    return unmeasured(`no ${component} could be scraped${why === undefined ? '' : `: ${why}`}`);
  }
  const inTime = [...all].sort((a, b) => a.at - b.at);
  return grouped(inTime, ({ instance }) => instance);
}

/** How many scrapes were answered. */
export function answeredIn(scrapes: Scrapes): number {
  return [...scrapes.values()].flat().filter(({ reachable }) => reachable).length;
}

/** Whether a scrape is of another process than the one before. */
function isRestart(before: MetricsObservation, now: MetricsObservation): boolean {
  return before.startedUnixMs !== undefined && now.startedUnixMs !== undefined
    ? before.startedUnixMs !== now.startedUnixMs
    : false;
}

/** Whether a scrape is the first that tells of its process: nothing was counted before. */
function isFirst(before: MetricsObservation | undefined, now: MetricsObservation): boolean {
  return before === undefined || isRestart(before, now);
}

/** Calls `visit` for each scrape that was answered, with the one that was answered before it: instance by instance, at first without. */
function forEachPair(
  scrapes: Scrapes,
  visit: (instance: string, now: MetricsObservation, before: MetricsObservation | undefined) => void,
): void {
  for (const [instance, all] of scrapes) {
    let before: MetricsObservation | undefined;
    for (const now of all) {
      if (!now.reachable) continue;
      visit(instance, now, before);
      before = now;
    }
  }
}

/** How many times instances began anew: as many as a scrape in the phases told of another process than the one before. */
export function restartsIn(scrapes: Scrapes, phases: readonly Phase[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  forEachPair(scrapes, (instance, now, before) => {
    if (before === undefined || !isRestart(before, now) || !within(phases, now.at)) return;
    counts.set(instance, (counts.get(instance) ?? 0) + 1);
  });
  return counts;
}

/**
 * By how much the histograms of a family rose in the phases, summed by group. A rise is counted to the scrape that shows it. What
 * an instance had counted before its first scrape is not counted; a new process, or a bucket that fell, begins at 0; a series
 * that an earlier scrape did not have was 0 then.
 */
export function risesOf(
  scrapes: Scrapes,
  phases: readonly Phase[],
  family: string,
  groupOf: Grouping,
): ReadonlyMap<string, HistogramCounts> {
  const sums = new Map<string, Sum>();
  let last = new Map<string, HistogramCounts>();
  forEachPair(scrapes, (instance, now, before) => {
    if (isFirst(before, now)) last = new Map();
    const isCounted = before !== undefined && within(phases, now.at);
    for (const [series, counts] of ofFamily(now.histograms, family)) {
      if (isCounted) add(sums, groupOf(instance, series), riseOf(last.get(series), counts));
      last.set(series, counts);
    }
  });
  return sums;
}

/** By how much the counters of a family rose in the phases, over all instances; reckoned as `risesOf` does. */
export function counterRise(scrapes: Scrapes, phases: readonly Phase[], family: string): number {
  let sum = 0;
  let last = new Map<string, number>();
  forEachPair(scrapes, (_instance, now, before) => {
    if (isFirst(before, now)) last = new Map();
    for (const [series, value] of ofFamily(now.values, family)) {
      const old = last.get(series) ?? 0;
      last.set(series, value);
      if (before !== undefined && within(phases, now.at)) sum += value < old ? value : value - old;
    }
  });
  return sum;
}

/** A gauge at a scrape. */
export interface Level {
  readonly at: number;
  readonly group: string;
  readonly value: number;
}

/** The gauges of a family at each scrape in the phases, summed by group. A scrape that does not name a series left it as it was. */
export function levelsOf(
  scrapes: Scrapes,
  phases: readonly Phase[],
  family: string,
  groupOf: Grouping,
): readonly Level[] {
  const levels: Level[] = [];
  let values = new Map<string, number>();
  forEachPair(scrapes, (instance, now, before) => {
    if (isFirst(before, now)) values = new Map();
    for (const [series, value] of ofFamily(now.values, family)) values.set(series, value);
    if (!within(phases, now.at)) return;
    const groups = new Map<string, number>();
    for (const [series, value] of values) {
      const group = groupOf(instance, series);
      groups.set(group, (groups.get(group) ?? 0) + value);
    }
    for (const [group, value] of groups) levels.push({ at: now.at, group, value });
  });
  return levels;
}

/** The labels of a series, as words: `GET pods` of `x{verb="GET",resource="pods"}`. */
export function labelWords(series: string): string {
  return [...series.matchAll(/="([^"]*)"/g)].map(([, value]) => value).join(' ');
}

/** Of what a scrape tells the series of a family. */
function ofFamily<T>(told: Readonly<Record<string, T>>, family: string): readonly (readonly [string, T])[] {
  const head = `${family}{`;
  return Object.entries(told).filter(([series]) => series === family || series.startsWith(head));
}

function riseOf(before: HistogramCounts | undefined, now: HistogramCounts): HistogramCounts {
  const old = before?.counts ?? [];
  const fell = old.length !== now.counts.length || now.counts.some((count, i) => count < (old[i] ?? 0));
  return fell ? now : { bounds: now.bounds, counts: now.counts.map((count, i) => count - (old[i] ?? 0)) };
}

/** Rises of one group, added up. */
interface Sum extends HistogramCounts {
  bounds: HistogramCounts['bounds'];
  readonly counts: number[];
}

function add(sums: Map<string, Sum>, group: string, { bounds, counts }: HistogramCounts): void {
  const known = sums.get(group);
  if (known === undefined) {
    sums.set(group, { bounds, counts: [...counts] });
    return;
  }
  // Instances of two versions may count in other buckets: what cannot be added is left to the first.
  if (known.counts.length !== counts.length) return;
  known.bounds = bounds;
  for (const [i, count] of counts.entries()) known.counts[i] = (known.counts[i] ?? 0) + count;
}
