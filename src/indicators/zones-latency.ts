import type { Indicator } from '../core/indicator.ts';
import { chargeWords, worstP99 } from './agent-latency.ts';
import { agentProbes, agentWords, byPair, overFaultAndRecovery } from './agent-probes.ts';
import { unmeasured } from './measurement.ts';

/** How far zones were apart. */
export const zonesLatencyP99: Indicator = {
  name: 'zones.latency.p99',
  summary: 'P99 of the time to connect from one zone to another, of the worst pair of zones.',
  definition: `${agentWords} The time that a TCP connection between agents of two zones takes, from the instant it was due, in each direction by itself; the pair with the largest counts. ${chargeWords}`,
  dimension: 'duration',
  better: 'lower',
  ...overFaultAndRecovery,
  measure: (timeline, phaseNames) => {
    const probes = agentProbes(timeline, phaseNames, 'peer');
    if ('status' in probes) return probes;
    const pairs = byPair(probes);
    return pairs.size === 0 ? unmeasured('no agent probed another zone') : worstP99(pairs);
  },
};
