import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Stops the kubelet of nodes: their containers run on, and nobody tells of them. */
export const kubeletStop: Fault = define(
  {
    name: 'kubelet-stop',
    summary: 'Stops the kubelet of nodes: their containers run on, and nobody tells of them.',
    notes: {
      applies: 'The service kubelet is stopped in the node, by its init system.',
      proof: 'Its main process, which was there before, is no more.',
      heal: 'The service is started again.',
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => nodePlan(context, wish, { name: 'stop-service', service: 'kubelet' }, { lost: true }),
  }),
);
