import { formatDuration } from '../../base/quantity.ts';
import { lostNodes } from '../../core/lost-nodes.ts';
import type { AdviceRule } from '../rule.ts';
import { heldTo, reschedulingParts, restOf } from '../trace.ts';

/** The queue in which the nodes of a zone are tainted. */
export const evictionRateRule: AdviceRule = {
  name: 'eviction-rate',
  slis: /^pods\.(reschedule|deficit)\b/,
  parts: reschedulingParts,
  moves: 'until the node was tainted',
  setting: 'kube-controller-manager --node-eviction-rate',
  arithmetic: ({ slo, parts, slowest, settings, reasoning }) => {
    const rate = settings.evictionRate.value;
    if (!(rate > 0)) return undefined;
    const nodes = lostNodes(reasoning.timeline).size;
    const rest = restOf(parts, slowest.name);
    const faster = 10 * rate;
    const queue = (at: number): string => formatDuration((nodes * 1000) / at);
    return (
      `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} passed until the node was tainted: ${nodes} nodes at ${rate}/s take up to ${queue(rate)}; ` +
      `at ${Number(faster.toPrecision(3))}/s they take up to ${queue(faster)}, about ${formatDuration(rest + (nodes * 1000) / faster)} in all${heldTo(slo, rest + (nodes * 1000) / faster)}`
    );
  },
  costs:
    'Where many nodes only seem lost, all their pods are moved at once, and the rest of the cluster has to hold them.',
};
