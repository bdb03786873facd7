import type { NodeAction, Peer } from '../core/action.ts';
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

/** Drops what comes from the peers, what goes to them, or both. */
export function cutOff(node: NodeState, peers: readonly Peer[], direction: 'in' | 'out' | 'both' = 'both'): NodeAction {
  const verb = { name: 'drop-traffic', peers } as const;
  return { kind: 'node', node: node.name, verb: direction === 'both' ? verb : { ...verb, direction } };
}
