import type { Indicator } from '../core/indicator.ts';
import { counted, phasesOf } from './measurement.ts';
import { answeredIn, restartsIn, scrapesOf } from './metric-scrapes.ts';

/** How often apiservers were started anew. */
export const apiServerRestarts: Indicator = {
  name: 'api.server.restarts',
  summary: 'How many times an apiserver was started anew.',
  definition:
    'How often, over all apiservers, a scrape in the phases told of another process_start_time_seconds than the one before. Several restarts between two scrapes count as one.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const scrapes = scrapesOf(timeline, phases, 'kube-apiserver');
    if ('status' in scrapes) return scrapes;
    const counts = restartsIn(scrapes, phases);
    const value = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const where = [...counts].map(([instance, count]) => `${instance} ${count}`).join(', ');
    const samples = answeredIn(scrapes);
    return { status: 'measured', value, samples, evidence: `${counted(value, 'restart')}${where && `: ${where}`}` };
  },
};
