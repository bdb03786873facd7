import type { NodeAction } from '../core/action.ts';
import type { NodeVerb, Peer } from '../core/node-verb.ts';
import type { ClusterState, NodeState } from '../core/cluster-state.ts';

/** Ports that answer on every machine of a cluster, to prove a cut by. */
const kubeletPort = 10250;
const apiPort = 6443;

/** Everything in other zones than the node's own: nodes with their pods, and the load balancer. */
export function cutPeers(state: ClusterState, node: NodeState): readonly Peer[] {
  const outside = state.nodes.filter(({ zone }) => zone !== node.zone);
  const peers = outside.map(({ name, address, podCidrs }) => ({ name, address, port: kubeletPort, cidrs: podCidrs }));
  const balancer = state.loadBalancer;
  return balancer === undefined ? peers : [...peers, { ...balancer, port: apiPort, cidrs: [] }];
}

/** Cuts nodes off from every other zone than their own: what comes from there, what goes there, or both. */
export function cutOff(
  state: ClusterState,
  nodes: readonly NodeState[],
  direction: 'in' | 'out' | 'both' = 'both',
): readonly NodeAction[] {
  // The nodes of a zone do the same, to thousands of peers in a large cluster: they share it.
  const verbs = new Map<string | undefined, NodeVerb>();
  return nodes.map((node) => {
    const verb = verbs.get(node.zone) ?? dropping(cutPeers(state, node), direction);
    verbs.set(node.zone, verb);
    return { kind: 'node', node: node.name, verb };
  });
}

function dropping(peers: readonly Peer[], direction: 'in' | 'out' | 'both'): NodeVerb {
  return direction === 'both' ? { name: 'drop-traffic', peers } : { name: 'drop-traffic', peers, direction };
}
