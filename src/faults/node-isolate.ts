import { z } from 'zod';
import type { Peer } from '../core/node-verb.ts';
import { define } from '../core/definition.ts';
import type { Fault, PlanContext } from '../core/fault.ts';
import { drawNodes, nodeParams } from './targets.ts';

/** Ports that answer on every machine of a cluster, to prove a cut by. */
const kubeletPort = 10250;
const apiPort = 6443;

/** Takes the network from nodes. */
export const nodeIsolate: Fault = define(
  {
    name: 'node-isolate',
    summary: 'Takes the network from nodes: everything on them runs on, and reaches nobody.',
    notes: {
      applies: 'Rules in the node that drop all traffic to and from every other node, its pods, and the load balancer.',
      proof:
        'Connections from the node to every peer, which were answered before, time out, and the node itself still answers.',
      heal: 'The rules are taken out, through the container runtime.',
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => {
      const drawn = drawNodes(context, wish);
      const names = drawn.chosen.map(({ name }) => name);
      return {
        steps: [
          names.map((node) => ({ kind: 'node', node, verb: { name: 'drop-traffic', peers: peersOf(context, node) } })),
        ],
        targets: [drawn.text],
        disabledNodes: names,
      };
    },
  }),
);

function peersOf({ state }: PlanContext, node: string): readonly Peer[] {
  const others = state.nodes
    .filter(({ name }) => name !== node)
    .map(({ name, address, podCidrs }) => ({ name, address, port: kubeletPort, cidrs: podCidrs }));
  const balancer = state.loadBalancer;
  return balancer === undefined ? others : [...others, { ...balancer, port: apiPort, cidrs: [] }];
}
