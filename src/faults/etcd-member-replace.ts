import { z } from 'zod';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, nodeNamed, nodesOf, onNode, planOf, whichParam } from './component.ts';

/** Replaces one etcd member by one with an empty disk. */
export const etcdMemberReplace: Fault = define(
  {
    name: 'etcd-member-replace',
    summary: 'Removes one etcd member with its disk and adds it anew, by default one that does not lead.',
    notes: {
      applies:
        'The member’s manifest is moved away, the member is removed through another one, its data are deleted, it is added again, and its manifest comes back with the members of now.',
      proof: 'The member has another id than before and answers.',
      heal: 'Whatever of this is missing is done: the member is added where it is not in the list, and its manifest is put back. Then its pod is waited for until it is Ready.',
    },
    params: z.strictObject({ node: whichParam('follower') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { state } = context;
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      const others = nodesOf(state, 'etcd').filter((name) => name !== chosen);
      const through = others.find((name) => name === state.etcdLeader) ?? others[0];
      if (others.length < 2 || through === undefined) {
        throw new HarnessError(
          'unsatisfiable',
          'with fewer than three members one cannot be removed and added safely',
          {
            hint: 'Run it on a cluster with three control planes.',
          },
        );
      }
      const peer = (name: string): { node: string; address: string } => ({
        node: name,
        address: nodeNamed(state, name).address,
      });
      return planOf(
        [onNode(chosen, { name: 'replace-member', through: peer(through), member: peer(chosen) })],
        [text, `through ${through}`],
      );
    },
  }),
);
