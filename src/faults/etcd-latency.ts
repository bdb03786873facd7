import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { chooseInstance, nodeNamed, nodesOf, onNode, planOf, whichParam } from './component.ts';
import { delayNeeds, delayNotes } from './delay-notes.ts';

const peerPort = 2380;

/** Makes everything late that one etcd member sends to its peers. */
export const etcdLatency: Fault = define(
  {
    name: 'etcd-latency',
    summary: 'Holds back what one etcd member sends to its peers, by default the leader.',
    notes: delayNotes,
    params: z.strictObject({
      node: whichParam('leader'),
      delay: duration().prefault('100ms').describe('How long each packet waits.'),
      jitter: duration().prefault('10ms').describe('How much shorter or longer, at most.'),
    }),
  },
  ({ node, delay: delayMs, jitter: jitterMs }) => ({
    needs: delayNeeds,
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      const peers = nodesOf(context.state, 'etcd')
        .filter((name) => name !== chosen)
        .map((name) => ({ name, address: nodeNamed(context.state, name).address, port: peerPort, cidrs: [] }));
      return planOf([onNode(chosen, { name: 'delay-traffic', peers, delayMs, jitterMs, ports: [peerPort] })], [text]);
    },
  }),
);
