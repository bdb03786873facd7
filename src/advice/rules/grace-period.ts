import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { renewalMs } from '../settings.ts';

/** How long a silent node counts as Ready. */
export const gracePeriodRule: AdviceRule = {
  name: 'grace-period',
  slis: /^nodes\.detection$/,
  parts: ({ slis }, { graceMs }) => {
    const { value, status } = slis['nodes.detection'] ?? {};
    // A node that was never found lost waited for something else than the grace period.
    if (value === undefined || status !== 'measured') return [];
    const grace = Math.min(value, graceMs.value);
    return [
      { name: 'node-monitor-grace-period', ms: grace },
      { name: 'beyond the grace period', ms: value - grace },
    ];
  },
  moves: 'node-monitor-grace-period',
  setting: 'kube-controller-manager --node-monitor-grace-period',
  arithmetic: ({ slo, parts, slowest, settings }) => {
    const rest = parts.reduce((sum, { ms }) => sum + ms, 0) - slowest.ms;
    // Below two renewals of a node's lease, one that is late makes a healthy node look lost.
    const least = 2 * renewalMs;
    const wanted = Math.max(least, Math.floor((slo.bound - rest) / 1000) * 1000);
    if (wanted >= settings.graceMs.value) return undefined;
    const still =
      wanted + rest > slo.bound ? ', still above the objective: less than two renewals of a lease are not safe' : '';
    return `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} were the grace period of ${formatDuration(settings.graceMs.value)}; ${formatDuration(wanted)} would give about ${formatDuration(wanted + rest)}${still}`;
  },
  costs:
    'Nodes are taken for lost when they are only slow: their leases are renewed every 10 s, and a busy apiserver can miss some.',
};
