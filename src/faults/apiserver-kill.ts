import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { componentPods, containerKillNotes, killContainers } from './container-kill.ts';
import { draw, drawText } from './draw.ts';

/** Kills the kube-apiserver of one control-plane node. */
export const apiserverKill: Fault = define(
  {
    name: 'apiserver-kill',
    summary: 'Kills the kube-apiserver process of one control-plane node.',
    notes: containerKillNotes,
    params: z.strictObject({
      node: z.string().min(1).default('any').describe('The control-plane node, or "any": one drawn by seed.'),
    }),
  },
  ({ node }) => ({
    plan: (context) => {
      const nodes = componentPods(context.state, 'kube-apiserver').map((pod) => pod.node);
      const chosen = draw('apiserver node', node, nodes, context.random);
      return {
        steps: [[killContainers(context, 'kube-apiserver', [chosen])]],
        targets: [drawText('kube-apiserver of', chosen, node, nodes)],
        disabledNodes: [],
      };
    },
  }),
);
