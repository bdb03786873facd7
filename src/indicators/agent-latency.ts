import { percentile } from '../base/percentile.ts';
import { agentTimeoutMs } from '../core/agents.ts';
import type { Measurement } from '../core/indicator.ts';
import type { AgentObservation } from '../core/observation.ts';
import { unmeasured } from './measurement.ts';

/** Below this a P99 says nothing. */
const leastProbes = 100;

/** Words for definitions. */
export const chargeWords = `One that failed is charged its time-out (${agentTimeoutMs / 1000} s): a percentile that falls on it is a lower bound. At least ${leastProbes}, else unmeasured.`;

/** The P99 of each group, the worst of them; failures are charged the time-out. */
export function worstP99(groups: ReadonlyMap<string, readonly AgentObservation[]>): Measurement {
  const enough = [...groups].filter(([, probes]) => probes.length >= leastProbes);
  if (enough.length === 0) {
    const most = Math.max(0, ...[...groups.values()].map((probes) => probes.length));
    return unmeasured(`n too small: ${most} probes, ${leastProbes} are needed`);
  }
  const found = enough.map(([group, probes]) => {
    const charged = probes.map(({ ms, good }) => (good ? ms : Math.max(ms, agentTimeoutMs)));
    const bad = probes.filter(({ good }) => !good).length;
    const value = percentile(charged, 0.99);
    return { group, value, n: probes.length, bad, isFloor: bad >= probes.length - Math.ceil(0.99 * probes.length) + 1 };
  });
  const { group, value, n, bad, isFloor } = found.reduce((a, b) => (b.value > a.value ? b : a));
  return {
    status: isFloor ? 'censored' : 'measured',
    value,
    samples: n,
    evidence: `${group}: ${n} probes, ${bad} failed; the worst of ${found.length}`,
  };
}
