import type { Indicator } from '../core/indicator.ts';
import { latencyWords, minSamples, worstPercentile } from './latency.ts';
import { phasesOf, unmeasured } from './measurement.ts';
import { isCritical, streamsOf } from './streams.ts';

/** How long clients of the API waited. */
export const apiLatencyP50 = apiLatency('p50', 0.5);
export const apiLatencyP99 = apiLatency('p99', 0.99);
export const apiLatencyP999 = apiLatency('p999', 0.999);

function apiLatency(suffix: string, q: number): Indicator {
  return {
    name: `api.latency.${suffix}`,
    summary: `${suffix.toUpperCase()} of how long a client of the API waited, failures included.`,
    definition:
      `${suffix.toUpperCase()} over quorum reads and writes through the load balancer that were due in the phases, ${latencyWords} ` +
      `At least ${minSamples(q)} requests per connection mode, else unmeasured.`,
    dimension: 'duration',
    better: 'lower',
    phases: ['fault', 'recovery'],
    reads: (spec) => isCritical({ spec }),
    measure: (timeline, phaseNames) => {
      const phases = phasesOf(timeline, phaseNames);
      if ('status' in phases) return phases;
      const streams = streamsOf(timeline).filter(isCritical);
      if (streams.length === 0) return unmeasured('no stream reads or writes through the load balancer');
      return worstPercentile(streams, phases, q);
    },
  };
}
