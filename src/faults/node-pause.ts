import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Freezes nodes: everything on them stands still, and nobody is told. */
export const nodePause: Fault = define(
  {
    name: 'node-pause',
    summary: 'Freezes nodes: everything on them stands still, and nobody is told.',
    notes: {
      applies: 'The node’s machine is paused, through the container runtime.',
      proof: 'The runtime says that it is paused, and its kubelet, which answered before, is silent.',
      heal: 'The machine is unpaused.',
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => nodePlan(context, wish, { name: 'pause-machine' }, { lost: true }),
  }),
);
