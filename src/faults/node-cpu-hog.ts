import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { strainHeal, strainPlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Burns processor time on nodes, beside everything that runs there. */
export const nodeCpuHog: Fault = define(
  {
    name: 'node-cpu-hog',
    summary: 'Burns processor time on nodes, beside everything that runs there.',
    notes: {
      applies: 'Programs that never rest are started in the node.',
      proof: 'So many of them are seen to run, and none before.',
      heal: strainHeal,
    },
    params: z.strictObject({
      ...nodeParams,
      workers: z.int().min(1).max(256).default(2).describe('How many programs burn.'),
    }),
  },
  ({ workers, ...wish }) => ({
    plan: (context) => strainPlan(context, wish, { kind: 'cpu', workers }),
  }),
);
