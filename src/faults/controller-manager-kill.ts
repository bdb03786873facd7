import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, nodesOf, planOf } from './component.ts';
import { containerKillNotes, killContainers } from './container-kill.ts';

/** Kills the controller-manager that leads, one of them, or all. */
export const controllerManagerKill: Fault = define(
  {
    name: 'controller-manager-kill',
    summary: 'Kills the kube-controller-manager process that leads, one of them, or all at once.',
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
        const nodes = nodesOf(context.state, 'kube-controller-manager');
        return planOf(
          [killContainers(context, 'kube-controller-manager', nodes)],
          [`kube-controller-manager of ${nodes.join(', ')}`],
        );
      }
      const { node: chosen, text } = chooseInstance(context, 'kube-controller-manager', node);
      return planOf([killContainers(context, 'kube-controller-manager', [chosen])], [text]);
    },
  }),
);
