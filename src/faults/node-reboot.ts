import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Restarts nodes: everything on them ends, and comes back after the boot. */
export const nodeReboot: Fault = define(
  {
    name: 'node-reboot',
    summary: 'Restarts nodes: everything on them ends, and comes back after the boot.',
    notes: {
      applies: 'The node’s machine is restarted, through the container runtime.',
      proof: 'Its first process began later than the one before.',
      heal: 'There is nothing to undo; the node is seen to be up.',
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => nodePlan(context, wish, { name: 'reboot-machine' }, { lost: true }),
  }),
);
