import type { Indicator } from '../core/indicator.ts';
import { counted, phasesOf } from './measurement.ts';
import { answeredIn, counterRise, scrapesOf } from './metric-scrapes.ts';

/** How many requests the apiservers turned away. */
export const apiServerRejected: Indicator = {
  name: 'api.server.rejected',
  summary: 'How many requests the apiservers turned away for want of a seat (429).',
  definition:
    'The increase over the phases of apiserver_flowcontrol_rejected_requests_total over all apiservers. A new process counts from 0; what an apiserver turned away ' +
    'between its last scrape and its end is lost.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const scrapes = scrapesOf(timeline, phases, 'kube-apiserver');
    if ('status' in scrapes) return scrapes;
    // The series appears with the first rejection: without it there was none.
    const value = counterRise(scrapes, phases, 'apiserver_flowcontrol_rejected_requests_total');
    const samples = answeredIn(scrapes);
    return { status: 'measured', value, samples, evidence: `${counted(value, 'request')} turned away` };
  },
};
