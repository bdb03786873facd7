import type { Indicator, JudgedPhase, Measurement } from '../core/indicator.ts';
import { lostNodes } from '../core/lost-nodes.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { availabilityOf } from './availability.ts';
import { latencyWords, minSamples, worstPercentile } from './latency.ts';
import { phasesOf, unmeasured } from './measurement.ts';
import { type Stream, streamsOf } from './streams.ts';

type TrafficMeasure = (streams: readonly Stream[], phases: readonly Phase[], note: string) => Measurement;

const entries =
  'over the streams to the workload, whichever node they enter through. Entries through a node that a fault itself takes away are left out: ' +
  'that they fail is the fault, not the answer to it.';

/** Which share of the requests to the workload was served. */
export const trafficAvailability: Indicator = {
  name: 'traffic.availability',
  summary: 'Which share of the requests to the workload was served well and in time.',
  definition: `Good requests out of all that were due in the phases, ${entries} Bounds: 95 % Wilson interval.`,
  dimension: 'ratio',
  better: 'higher',
  phases: ['fault', 'recovery'],
  reads: asksWorkload,
  measure: (timeline, phases) => measureTraffic(timeline, phases, availabilityOf),
};

/** Which share of the requests to the workload was not. */
export const trafficErrorRate: Indicator = {
  name: 'traffic.errorRate',
  summary: 'Which share of the requests to the workload failed, or came too late.',
  definition: `Bad requests out of all that were due in the phases, ${entries} Bounds: 95 % Wilson interval.`,
  dimension: 'ratio',
  better: 'lower',
  phases: ['fault', 'recovery'],
  reads: asksWorkload,
  measure: (timeline, phases) => measureTraffic(timeline, phases, errorRateOf),
};

/** How long clients of the workload waited. */
export const trafficLatencyP99: Indicator = {
  name: 'traffic.latency.p99',
  summary: 'P99 of how long a client of the workload waited, failures included.',
  definition: `P99 of the requests that were due in the phases, ${entries} It is taken ${latencyWords} At least ${minSamples(0.99)} requests per connection mode, else unmeasured.`,
  dimension: 'duration',
  better: 'lower',
  phases: ['fault', 'recovery'],
  reads: asksWorkload,
  measure: (timeline, phases) =>
    measureTraffic(timeline, phases, (streams, window, note) => worstPercentile(streams, window, 0.99, note)),
};

function asksWorkload({ target }: StreamSpec): boolean {
  return target.role === 'app';
}

function measureTraffic(timeline: Timeline, phaseNames: readonly JudgedPhase[], measure: TrafficMeasure): Measurement {
  const phases = phasesOf(timeline, phaseNames);
  if ('status' in phases) return phases;
  const all = streamsOf(timeline).filter(({ spec }) => asksWorkload(spec));
  if (all.length === 0) return unmeasured('no stream asks the workload');
  const disabled = lostNodes(timeline);
  const streams = all.filter(({ spec: { target } }) => target.node === undefined || !disabled.has(target.node));
  const nodes = [...disabled].sort().join(', ');
  if (streams.length === 0) return unmeasured(`every entry is through a node that a fault took away (${nodes})`);
  const leftOut = all.length - streams.length;
  return measure(
    streams,
    phases,
    leftOut === 0 ? '' : `; ${leftOut === 1 ? 'the entry' : `${leftOut} entries`} through ${nodes} left out`,
  );
}

function errorRateOf(streams: readonly Stream[], phases: readonly Phase[], note: string): Measurement {
  const measured = availabilityOf(streams, phases, note);
  if (measured.status === 'unmeasured') return measured;
  const [low, high] = measured.bounds ?? [measured.value, measured.value];
  const bad = measured.samples - Math.round(measured.value * measured.samples);
  return { ...measured, value: bad / measured.samples, bounds: [1 - high, 1 - low] };
}
