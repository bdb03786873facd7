import type { Indicator } from '../core/indicator.ts';
import { availabilityOf } from './availability.ts';
import { balancedStreams, balancedWords } from './balanced-streams.ts';
import { phasesOf, unmeasured } from './measurement.ts';

/** Which share of the requests to the API was served. */
export const apiAvailability: Indicator = {
  name: 'api.availability',
  summary: 'Which share of the requests through the load balancer was served well and in time.',
  definition:
    `Good requests out of all that were due in the phases, over ${balancedWords}. ` +
    'Good: the expected status with its body, within the time the stream allows from the scheduled instant. Bounds: 95 % Wilson interval.',
  dimension: 'ratio',
  better: 'higher',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const streams = balancedStreams(timeline);
    if (streams.length === 0) return unmeasured('no stream asks the load balancer');
    return availabilityOf(streams, phases);
  },
};
