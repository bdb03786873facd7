import type { Indicator } from '../core/indicator.ts';
import type { Component } from '../core/metrics.ts';
import { atText, phasesOf, unmeasured } from './measurement.ts';
import { type Grouping, levelsOf, scrapesOf } from './metric-scrapes.ts';

/** What a peak is taken of. */
interface GaugeSpec {
  readonly name: string;
  readonly summary: string;
  readonly definition: string;
  readonly component: Component;
  readonly family: string;
  /** Gauges of one group are summed. */
  readonly groupOf: Grouping;
}

/** An indicator that is the highest level that a component told of itself, group by group, at any scrape of the phases. */
export function gaugePeak({ component, family, groupOf, definition, ...rest }: GaugeSpec): Indicator {
  return {
    ...rest,
    definition: `${definition} What rose and fell between two scrapes is not seen.`,
    dimension: 'count',
    better: 'lower',
    phases: ['fault', 'recovery'],
    measure: (timeline, phaseNames) => {
      const phases = phasesOf(timeline, phaseNames);
      if ('status' in phases) return phases;
      const scrapes = scrapesOf(timeline, phases, component);
      if ('status' in scrapes) return scrapes;
      const levels = levelsOf(scrapes, phases, family, groupOf);
      const [first] = levels;
      if (first === undefined) return unmeasured(`no ${component} told ${family}`);
      const peak = levels.reduce((a, b) => (b.value > a.value ? b : a), first);
      const { value, group, at } = peak;
      return { status: 'measured', value, samples: levels.length, evidence: `${value} in ${group} ${atText(at)}` };
    },
  };
}
