import { z } from 'zod';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault } from '../core/fault.ts';
import { componentPods, containerKillNotes, killContainers } from './container-kill.ts';
import { draw, drawText } from './draw.ts';

/** Kills one etcd member, by default one that does not lead. */
export const etcdMemberKill: Fault = define(
  {
    name: 'etcd-member-kill',
    summary: 'Kills the etcd process of one control-plane node, by default of one that does not lead.',
    notes: containerKillNotes,
    params: z.strictObject({
      node: z
        .string()
        .min(1)
        .default('follower')
        .describe(
          'The control-plane node; "follower": one of those that do not lead, drawn by seed; "any": one of all.',
        ),
    }),
  },
  ({ node }) => ({
    plan: (context) => {
      const members = componentPods(context.state, 'etcd').map((pod) => pod.node);
      const leader = context.state.etcdLeader;
      if (node === 'follower' && leader === undefined) {
        throw new HarnessError('unsatisfiable', 'no etcd member says that it leads, so no follower can be told', {
          hint: 'Look at the etcd metrics of each member, or name the node.',
        });
      }
      const candidates = node === 'follower' ? members.filter((member) => member !== leader) : members;
      const chosen = draw('etcd node', node === 'follower' ? 'any' : node, candidates, context.random);
      const drawn = node === 'follower' ? 'any' : node;
      return {
        steps: [[killContainers(context, 'etcd', [chosen])]],
        targets: [`${drawText('etcd of', chosen, drawn, candidates)}${chosen === leader ? ', the leader' : ''}`],
        disabledNodes: [],
      };
    },
  }),
);
