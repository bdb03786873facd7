import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { dnsParts, nameServersLost, restOf, staleEndpointsFor } from '../trace.ts';

/** More of the cluster's name servers on lost nodes than there need to be. */
export const dnsPlacementRule: AdviceRule = {
  name: 'dns-placement',
  slis: /^dns\.availability$/,
  parts: dnsParts,
  moves: 'while name servers were on lost nodes',
  setting:
    'where the replicas of the cluster’s DNS run: `kubectl -n kube-system rollout restart deployment coredns` places them anew, on several nodes where there are several (kubeadm placed them when there was one); a topologySpreadConstraint over topology.kubernetes.io/zone keeps them in zones of their own',
  arithmetic: ({ slo, parts, slowest, settings: { graceMs, monitorMs }, reasoning }) => {
    const { all, lost } = nameServersLost(reasoning);
    const { length: zones } = reasoning.topology.zones;
    // Of one alone, none is left wherever it is.
    const replicas = Math.max(2, all.length);
    const atMost = Math.ceil(replicas / zones);
    if (!slo.during.includes('fault') || zones < 2 || lost.length / all.length <= atMost / replicas) return undefined;
    const staleMs = staleEndpointsFor(reasoning) ?? graceMs.value + monitorMs.value;
    const rest = restOf(parts, slowest.name);
    const then = rest + (staleMs * atMost) / replicas;
    if (then >= rest + slowest.ms) return undefined;
    return (
      `${lost.length} of ${all.length} name servers ran on ${[...new Set(lost)].join(', ')}, and were lost with it: ` +
      `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} without answers; ${replicas} spread over ${zones} zones would have lost ${atMost} at most, ` +
      `which clients go on asking for up to ${formatDuration(staleMs)}, until its node is found not Ready: about ${formatDuration(then)}`
    );
  },
  costs:
    'A rollout of the name servers, once; with the constraint they lie in several zones also where another node has more room.',
};
