import { bucketQuantile } from '../base/bucket-quantile.ts';
import { formatDuration } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import type { Component } from '../core/metrics.ts';
import type { HistogramCounts } from '../core/observation.ts';
import { phasesOf, unmeasured } from './measurement.ts';
import { type Grouping, risesOf, scrapesOf } from './metric-scrapes.ts';

/** Below this a percentile of buckets says nothing. */
const leastCount = 100;

/** Words for definitions. */
const bucketWords =
  'the increase of the cumulative buckets over the phases, scraped from each instance by itself every few seconds; a new process counts from 0, and what an ' +
  'instance counted between its last scrape and its end is lost. Linear inside the bucket, as Prometheus does; the bucket is given as the bounds, and above the ' +
  `highest finite one the value is a lower bound. At least ${leastCount} observations, else unmeasured. What never arrived is not in it.`;

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
}

/** An indicator that is the P99 of what a component itself measured: the worst group's. */
export function histogramP99({ definition, component, family, groupOf, ...rest }: HistogramSpec): Indicator {
  return {
    ...rest,
    definition: `${definition} P99 of ${family}: ${bucketWords}`,
    dimension: 'duration',
    better: 'lower',
    phases: ['fault', 'recovery'],
    measure: (timeline, phaseNames) => {
      const phases = phasesOf(timeline, phaseNames);
      if ('status' in phases) return phases;
      const scrapes = scrapesOf(timeline, phases, component);
      if ('status' in scrapes) return scrapes;
      return worstOf(risesOf(scrapes, phases, family, groupOf), family);
    },
  };
}

function worstOf(groups: ReadonlyMap<string, HistogramCounts>, family: string): Measurement {
  const counted = [...groups].map(([group, rise]) => ({ group, ...rise, total: rise.counts.at(-1) ?? 0 }));
  const enough = counted.filter(({ total }) => total >= leastCount);
  const largest = counted.reduce<(typeof counted)[number] | undefined>(
    (a, b) => (a && a.total >= b.total ? a : b),
    undefined,
  );
  if (largest === undefined) return unmeasured(`nothing counted in ${family}`);
  const found = enough.flatMap(({ group, bounds, counts, total }) => {
    const quantile = bucketQuantile(bounds, counts, 0.99);
    return quantile === undefined ? [] : [{ group, total, ...quantile }];
  });
  const [worst] = found.sort((a, b) => Number(b.isBeyond) - Number(a.isBeyond) || b.value - a.value);
  if (worst === undefined) {
    return unmeasured(`n too small: ${largest.group} has ${largest.total} observations, ${leastCount} are needed`);
  }
  const { group, total, value, low, high, isBeyond } = worst;
  const bucket = isBeyond ? `above ${ms(low)}` : `in the bucket ${ms(low)} to ${ms(high)}`;
  return {
    status: isBeyond ? 'censored' : 'measured',
    value: value * 1000,
    samples: total,
    evidence: `${group}: ${bucket}, of ${total}; the worst of ${found.length}`,
    ...(isBeyond ? {} : { bounds: [low * 1000, high * 1000] as const }),
  };
}

function ms(seconds: number): string {
  return formatDuration(seconds * 1000);
}
