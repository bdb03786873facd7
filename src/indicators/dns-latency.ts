import type { Indicator } from '../core/indicator.ts';
import { chargeWords, worstP99 } from './agent-latency.ts';
import { agentProbes, agentWords, overFaultAndRecovery } from './agent-probes.ts';

/** How long lookups took. */
export const dnsLatencyP99: Indicator = {
  name: 'dns.latency.p99',
  summary: 'P99 of the time of a lookup in the cluster.',
  definition: `${agentWords} The time of a lookup of kubernetes.default.svc.cluster.local, from the instant it was due, over all nodes. ${chargeWords}`,
  dimension: 'duration',
  better: 'lower',
  ...overFaultAndRecovery,
  measure: (timeline, phaseNames) => {
    const probes = agentProbes(timeline, phaseNames, 'dns');
    return 'status' in probes ? probes : worstP99(new Map([['all nodes', probes]]));
  },
};
