import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { strainHeal, strainPlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Takes process ids on nodes, until there are few left. */
export const pidPressure: Fault = define(
  {
    name: 'pid-pressure',
    summary: 'Takes process ids on nodes, until there are few left.',
    notes: {
      applies: 'So many idle programs are started in the node.',
      proof: 'They are seen to be there, and were not before.',
      heal: strainHeal,
    },
    params: z.strictObject({
      ...nodeParams,
      count: z.int().min(1).max(4_000_000).default(2000).describe('How many process ids are taken.'),
    }),
  },
  ({ count, ...wish }) => ({
    plan: (context) => strainPlan(context, wish, { kind: 'pids', count }),
  }),
);
