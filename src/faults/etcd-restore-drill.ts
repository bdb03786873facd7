import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, nodeNamed, nodesOf, onNode, planOf, whichParam } from './component.ts';

/** Restores etcd from a snapshot, into members that were wiped. */
export const etcdRestoreDrill: Fault = define(
  {
    name: 'etcd-restore-drill',
    summary:
      'The drill of the last resort: saves a snapshot of etcd, wipes every member, restores them from it, compares the keys.',
    notes: {
      applies:
        'The apiservers are taken away, so that nobody writes; a snapshot is saved and its own hash verified; the members are taken away, their data set aside, the snapshot is restored on each of them, and they come back as a new set.',
      proof: 'After it the members hold as many keys as before, and a hash over all keys and values is the same.',
      heal: 'The apiservers come back. A drill that was broken off before the restoration puts each member’s data back; what was set aside is removed in the end.',
    },
    params: z.strictObject({ node: whichParam('leader') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      const members = nodesOf(context.state, 'etcd').map((name) => ({
        node: name,
        address: nodeNamed(context.state, name).address,
      }));
      return planOf(
        [onNode(chosen, { name: 'restore-etcd', members })],
        [`snapshot of ${text}`, `restored on ${members.map((one) => one.node).join(', ')}`],
      );
    },
  }),
);
