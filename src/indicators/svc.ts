import type { Indicator } from '../core/indicator.ts';
import { chargeWords, worstP99 } from './agent-latency.ts';
import { agentProbes, agentWords, answeredShare, overFaultAndRecovery } from './agent-probes.ts';

const asked = 'GET /livez of kubernetes.default, the API as workloads reach it, over a new connection each';

/** Whether the API could be reached from inside the cluster. */
export const svcAvailability: Indicator = {
  name: 'svc.availability',
  summary: 'Which share of the requests to the API from inside the cluster was answered.',
  definition: `${agentWords} ${asked}, from every node; those that were answered with 200 within 2 s, out of all. Bounds: 95 % Wilson interval.`,
  dimension: 'ratio',
  better: 'higher',
  ...overFaultAndRecovery,
  measure: (timeline, phaseNames) => {
    const probes = agentProbes(timeline, phaseNames, 'api');
    return 'status' in probes ? probes : answeredShare(probes, 'requests');
  },
};

/** How long the API took from inside the cluster. */
export const svcLatencyP99: Indicator = {
  name: 'svc.latency.p99',
  summary: 'P99 of the time of a request to the API from inside the cluster.',
  definition: `${agentWords} ${asked}, from the instant it was due, over all nodes. ${chargeWords}`,
  dimension: 'duration',
  better: 'lower',
  ...overFaultAndRecovery,
  measure: (timeline, phaseNames) => {
    const probes = agentProbes(timeline, phaseNames, 'api');
    return 'status' in probes ? probes : worstP99(new Map([['all nodes', probes]]));
  },
};
