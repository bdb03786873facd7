import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, nodesOf, planOf } from './component.ts';
import { containerKillNotes, killContainers } from './container-kill.ts';

/** Kills the scheduler that leads, one of them, or all. */
export const schedulerKill: Fault = define(
  {
    name: 'scheduler-kill',
    summary: 'Kills the kube-scheduler process that leads, one of them, or all at once.',
    notes: containerKillNotes,
    params: z.strictObject({
      node: z
        .string()
        .min(1)
        .default('leader')
        .describe('The control-plane node; "leader"; "follower"; "any": one drawn by seed; "all": every one at once.'),
    }),
  },
  ({ node }) => ({
    plan: (context) => {
      if (node === 'all') {
        const nodes = nodesOf(context.state, 'kube-scheduler');
        return planOf([killContainers(context, 'kube-scheduler', nodes)], [`kube-scheduler of ${nodes.join(', ')}`]);
      }
      const { node: chosen, text } = chooseInstance(context, 'kube-scheduler', node);
      return planOf([killContainers(context, 'kube-scheduler', [chosen])], [text]);
    },
  }),
);
