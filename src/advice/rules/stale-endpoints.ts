import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { renewalMs } from '../settings.ts';
import { restOf, staleEndpointsFor, trafficParts } from '../trace.ts';

/** Requests that go on to pods of a lost node until Kubernetes takes the node for lost. */
export const staleEndpointsRule: AdviceRule = {
  name: 'stale-endpoints',
  slis: /^traffic\.(availability|errorRate|latency\.p\d+)$/,
  parts: trafficParts,
  moves: 'before the lost pods left their Service',
  setting:
    'kube-controller-manager --node-monitor-grace-period: pods of a lost node leave their Services when it is found not Ready; or clients that try again on another connection',
  arithmetic: ({ slo, parts, slowest, settings: { graceMs }, reasoning }) => {
    const staleMs = staleEndpointsFor(reasoning);
    const least = 2 * renewalMs;
    const saved = graceMs.value - least;
    if (!slo.during.includes('fault') || staleMs === undefined || saved <= 0 || saved >= staleMs) return undefined;
    const rest = restOf(parts, slowest.name);
    const then = rest + slowest.ms * (1 - saved / staleMs);
    return (
      `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} of bad time passed before the lost pods left their Service, which took ${formatDuration(staleMs)}, ` +
      `${formatDuration(graceMs.value)} of it the grace period; ${formatDuration(least)} would give about ${formatDuration(then)}`
    );
  },
  costs:
    'Nodes are taken for lost when they are only slow; clients that try again send more requests, and not every request may be sent twice.',
};
