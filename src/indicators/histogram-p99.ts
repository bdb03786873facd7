import { type BucketQuantile, bucketQuantile } from '../base/bucket-quantile.ts';
import { fewQuantile } from '../base/few-quantile.ts';
import { formatDuration, formatRatio } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import type { Component } from '../core/metrics.ts';
import type { HistogramCounts } from '../core/observation.ts';
import { phasesOf, unmeasured } from './measurement.ts';
import { type Grouping, risesOf, scrapesOf } from './metric-scrapes.ts';

/** From here on the 99th of a hundred is another than the largest. */
const manyCount = 100;

/** Words for definitions. */
const bucketWords =
  'the increase of the cumulative buckets over the phases, scraped from each instance by itself every few seconds; a new process counts from 0, and what an ' +
  'instance counted between its last scrape and its end is lost. Linear inside the bucket, as Prometheus does; the bucket is given as the bounds, and above the ' +
  'highest finite one the value is a lower bound. ';
const fewWords =
  `Of fewer than ${manyCount} observations the nearest rank is the largest: the value is the upper bound of its bucket, the lower bound that of the largest observation which the ` +
  'P99 is not below with 97.5 % (order statistics), and how sure it is that the P99 is not above stands beside it. ';

/** What a P99 out of buckets is taken of. */
interface HistogramSpec {
  readonly name: string;
  readonly summary: string;
  /** What stands before the words on buckets. */
  readonly definition: string;
  readonly component: Component;
  /** A histogram of seconds. */
  readonly family: string;
  /** Counts of one group are summed; the worst group is the value. */
  readonly groupOf: Grouping;
  /** The fewest observations of a group that are judged; default 100. */
  readonly leastCount?: number;
}

/** An indicator that is the P99 of what a component itself measured: the worst group's. */
export function histogramP99({ definition, component, family, groupOf, ...spec }: HistogramSpec): Indicator {
  const { leastCount = manyCount, ...rest } = spec;
  const few = leastCount < manyCount ? fewWords : '';
  const least = `At least ${leastCount} observations, else unmeasured. What never arrived is not in it.`;
  return {
    ...rest,
    definition: `${definition} P99 of ${family}: ${bucketWords}${few}${least}`,
    dimension: 'duration',
    better: 'lower',
    phases: ['fault', 'recovery'],
    measure: (timeline, phaseNames) => {
      const phases = phasesOf(timeline, phaseNames);
      if ('status' in phases) return phases;
      const scrapes = scrapesOf(timeline, phases, component);
      if ('status' in scrapes) return scrapes;
      return worstOf(risesOf(scrapes, phases, family, groupOf), family, leastCount);
    },
  };
}

/** A group's P99, and what it rests on. */
interface Found extends BucketQuantile {
  readonly group: string;
  readonly total: number;
  readonly words: string;
}

function worstOf(groups: ReadonlyMap<string, HistogramCounts>, family: string, leastCount: number): Measurement {
  const counted = [...groups].map(([group, rise]) => ({ group, ...rise, total: rise.counts.at(-1) ?? 0 }));
  const enough = counted.filter(({ total }) => total >= leastCount);
  const largest = counted.reduce<(typeof counted)[number] | undefined>(
    (a, b) => (a && a.total >= b.total ? a : b),
    undefined,
  );
  if (largest === undefined) return unmeasured(`nothing counted in ${family}`);
  const found = enough.flatMap(p99Of);
  const [worst] = found.sort((a, b) => Number(b.isBeyond) - Number(a.isBeyond) || b.value - a.value);
  if (worst === undefined) {
    return unmeasured(`n too small: ${largest.group} has ${largest.total} observations, ${leastCount} are needed`);
  }
  const { total, value, low, high, isBeyond, words } = worst;
  return {
    status: isBeyond ? 'censored' : 'measured',
    value: value * 1000,
    samples: total,
    evidence: `${words}; the worst of ${found.length}`,
    ...(isBeyond ? {} : { bounds: [low * 1000, high * 1000] as const }),
  };
}

function p99Of({ group, bounds, counts, total }: HistogramCounts & Pick<Found, 'group' | 'total'>): readonly Found[] {
  const few = fewQuantile(bounds, counts, 0.99);
  const quantile = few ?? bucketQuantile(bounds, counts, 0.99);
  if (quantile === undefined) return [];
  const { low, high, isBeyond } = quantile;
  const above = `above ${ms(quantile.value)}`;
  if (few === undefined) {
    const bucket = isBeyond ? above : `in the bucket ${ms(low)} to ${ms(high)}`;
    return [{ ...quantile, group, total, words: `${group}: ${bucket}, of ${total}` }];
  }
  const sure = `at most ${ms(high)}, and so is the P99 with ${formatRatio(few.confidence)} confidence`;
  return [{ ...quantile, group, total, words: `${group}: the largest of ${total} is ${isBeyond ? above : sure}` }];
}

function ms(seconds: number): string {
  return formatDuration(seconds * 1000);
}
