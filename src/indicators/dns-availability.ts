import type { Indicator } from '../core/indicator.ts';
import { agentProbes, agentWords, answeredShare, overFaultAndRecovery } from './agent-probes.ts';

/** Whether names could be looked up in the cluster. */
export const dnsAvailability: Indicator = {
  name: 'dns.availability',
  summary: 'Which share of lookups in the cluster was answered.',
  definition: `${agentWords} Lookups of kubernetes.default.svc.cluster.local from every node that were answered within 2 s, out of all. Bounds: 95 % Wilson interval.`,
  dimension: 'ratio',
  better: 'higher',
  ...overFaultAndRecovery,
  measure: (timeline, phaseNames) => {
    const probes = agentProbes(timeline, phaseNames, 'dns');
    return 'status' in probes ? probes : answeredShare(probes, 'lookups');
  },
};
