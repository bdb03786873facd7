import type { Indicator } from '../core/indicator.ts';
import { phasesOf, unmeasured } from './measurement.ts';
import { answeredIn, labelWords, levelsOf, scrapesOf } from './metric-scrapes.ts';

/** What etcd itself complained of. */
export const etcdAlarms: Indicator = {
  name: 'etcd.alarms',
  summary: 'How many alarms etcd members raised: NOSPACE (takes no writes), CORRUPT.',
  definition:
    'The kinds of alarm that /health of a member told at any scrape of the phases, each member and kind once. Of a member with several, etcd tells the first.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const scrapes = scrapesOf(timeline, phases, 'etcd');
    if ('status' in scrapes) return scrapes;
    const levels = levelsOf(
      scrapes,
      phases,
      'etcd_alarm',
      (instance, series) => `${labelWords(series)} on ${instance}`,
    );
    if (levels.length === 0) return unmeasured('no etcd member told its health');
    const raised = [...new Set(levels.filter(({ value }) => value > 0).map(({ group }) => group))].sort();
    const samples = answeredIn(scrapes);
    const evidence = raised.length === 0 ? 'no alarm' : raised.join(', ');
    return { status: 'measured', value: raised.length, samples, evidence };
  },
};
