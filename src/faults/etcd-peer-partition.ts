import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, nodeNamed, nodesOf, onNode, planOf, whichParam } from './component.ts';

const peerPort = 2380;

/** Cuts one etcd member off from its peers alone. */
export const etcdPeerPartition: Fault = define(
  {
    name: 'etcd-peer-partition',
    summary:
      'Cuts one etcd member off from its peers (port 2380) and from nothing else: its apiserver stays where it is.',
    notes: {
      applies: 'Rules in the member’s node that drop TCP from and to port 2380 of the other members’ nodes.',
      proof: 'Connections to the peers’ port, which were answered before, time out, and the node itself still answers.',
      heal: 'The rules are taken out, through the container runtime.',
    },
    params: z.strictObject({ node: whichParam('leader') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      const peers = nodesOf(context.state, 'etcd')
        .filter((name) => name !== chosen)
        .map((name) => ({ name, address: nodeNamed(context.state, name).address, port: peerPort, cidrs: [] }));
      return planOf([onNode(chosen, { name: 'drop-traffic', peers, ports: [peerPort] })], [text]);
    },
  }),
);
