import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { heldFor, recoveryParts, restOf } from '../trace.ts';

/** How long a load balancer goes on sending clients to a server that is gone. */
export const balancerChecksRule: AdviceRule = {
  name: 'balancer-checks',
  slis: /^api\.(recovery|availability|latency\.p\d+)$/,
  parts: recoveryParts,
  moves: 'with a leader, until clients were served again',
  setting: 'the load balancer’s health check: its interval, time-out and number of failures',
  arithmetic: ({ slo, parts, slowest, settings: { balancer }, reasoning }) => {
    if (balancer === undefined || !slo.during.includes('fault')) return undefined;
    const { name, intervalMs, timeoutMs, failures } = balancer;
    const rest = restOf(parts, slowest.name);
    const found = (interval: number, timeout: number): number => interval + failures * Math.max(interval, timeout);
    const foundMs = found(intervalMs, timeoutMs);
    const otherMs = slowest.ms - foundMs;
    const isLong = otherMs > foundMs / 2;
    // What lasted until the heal was the fault itself: no check would have found a better server.
    if (isLong && rest + slowest.ms >= (heldFor(reasoning) ?? Infinity)) return undefined;
    const other = isLong ? `; at least ${formatDuration(otherMs)} of it had another cause` : '';
    const waited =
      rest === 0
        ? `etcd had a leader all the while, and clients waited for ${formatDuration(slowest.ms)}`
        : `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} passed after etcd had its leader`;
    return (
      `${waited}; ${name} takes up to ${formatDuration(foundMs)} to give a silent server up ` +
      `(${failures} failures, one every ${formatDuration(intervalMs)}); every ${formatDuration(intervalMs / 2)} would take up to ${formatDuration(found(intervalMs / 2, timeoutMs / 2))}${other}`
    );
  },
  costs: 'An apiserver that is slow for a moment loses its clients, who then crowd the others.',
};
