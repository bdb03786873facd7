import { percentile, wilsonInterval } from '../base/percentile.ts';
import type { Indicator, JudgedPhase, Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { LoadObservation } from '../core/observation.ts';
import type { Timeline } from '../core/timeline.ts';
import { minSamples } from './latency.ts';
import { counted, phasesOf, unmeasured, within } from './measurement.ts';

/** Which share of k6's requests was served. */
export const loadAvailability: Indicator = {
  name: 'load.availability',
  summary: 'Which share of the requests that k6 sent was served well.',
  definition:
    'Requests that k6 does not count as failed, out of all that it began in the phases. Bounds: 95 % Wilson interval.',
  dimension: 'ratio',
  better: 'higher',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const requests = requestsIn(timeline, phaseNames);
    if ('status' in requests) return requests;
    const good = requests.filter((one) => one.good).length;
    const evidence = `${good} of ${counted(requests.length, 'request')} good`;
    const bounds = wilsonInterval(good, requests.length);
    return { status: 'measured', value: good / requests.length, samples: requests.length, evidence, bounds };
  },
};

/** How long k6's requests took. */
export const loadLatencyP99: Indicator = {
  name: 'load.latency.p99',
  summary: 'P99 of how long a request of k6 took, with its connection, failures included.',
  definition:
    'P99 by nearest rank over the requests that k6 began in the phases: the time to connect and to shake hands, which k6’s own http_req_duration leaves out, included. A failed one is charged ' +
    `its time-out: a percentile that falls on it is a lower bound. At least ${minSamples(0.99)} requests, else unmeasured.`,
  dimension: 'duration',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const requests = requestsIn(timeline, phaseNames);
    if ('status' in requests) return requests;
    const enough = minSamples(0.99);
    if (requests.length < enough) return unmeasured(`n too small: ${requests.length} requests, ${enough} are needed`);
    const value = percentile(
      requests.map(({ ms }) => ms),
      0.99,
    );
    const failures = requests.filter(({ good }) => !good).length;
    const isFloor = requests.some(({ good, ms }) => !good && ms <= value);
    const evidence = `${counted(requests.length, 'request')}, ${failures} failed`;
    return { status: isFloor ? 'censored' : 'measured', value, samples: requests.length, evidence };
  },
};

function requestsIn(
  timeline: Timeline,
  phaseNames: readonly JudgedPhase[],
): readonly LoadObservation[] | Extract<Measurement, { status: 'unmeasured' }> {
  const phases = phasesOf(timeline, phaseNames);
  if ('status' in phases) return phases;
  const why = ofKind(timeline, 'watch').find(({ resource }) => resource === 'k6')?.detail;
  const all = ofKind(timeline, 'load');
  if (why !== undefined) return unmeasured(why);
  if (all.length === 0) return unmeasured('no load was sent by k6');
  const inside = all.filter(({ at }) => within(phases, at));
  return inside.length === 0 ? unmeasured('no load was sent by k6 in the phases') : inside;
}
