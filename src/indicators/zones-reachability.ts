import { wilsonInterval } from '../base/percentile.ts';
import { formatRatio } from '../base/quantity.ts';
import type { Indicator } from '../core/indicator.ts';
import { agentProbes, agentWords, byPair, overFaultAndRecovery } from './agent-probes.ts';
import { unmeasured } from './measurement.ts';

/** Whether zones could reach each other. */
export const zonesReachability: Indicator = {
  name: 'zones.reachability',
  summary: 'Which share of connections from one zone to another was made, of the worst pair of zones.',
  definition: `${agentWords} TCP connections between agents of two zones, in each direction by itself; the pair with the smallest share counts. Bounds: 95 % Wilson interval.`,
  dimension: 'ratio',
  better: 'higher',
  ...overFaultAndRecovery,
  measure: (timeline, phaseNames) => {
    const probes = agentProbes(timeline, phaseNames, 'peer');
    if ('status' in probes) return probes;
    const pairs = [...byPair(probes)].map(([pair, all]) => {
      const good = all.filter((one) => one.good).length;
      return { pair, good, total: all.length, share: good / all.length };
    });
    const [first] = pairs;
    if (first === undefined) return unmeasured('no agent probed another zone');
    const { pair, good, total, share } = pairs.reduce((a, b) => (b.share < a.share ? b : a), first);
    return {
      status: 'measured',
      value: share,
      samples: total,
      evidence: `${pair}: ${good} of ${total} (${formatRatio(share)}); the worst of ${pairs.length} pairs`,
      bounds: wilsonInterval(good, total),
    };
  },
};
