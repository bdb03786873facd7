import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { secondNetMs } from './chaos-object.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Burns processor time on nodes, beside everything that runs there. */
export const nodeCpuHog: Fault = define(
  {
    name: 'node-cpu-hog',
    summary: 'Burns processor time on nodes, beside everything that runs there.',
    notes: {
      applies: 'Programs that never rest are started in the node.',
      proof: 'So many of them are seen to run, and none before.',
      heal: 'The programs are ended, and what they took is free again; they end by themselves when the time is over.',
    },
    params: z.strictObject({
      ...nodeParams,
      workers: z.int().min(1).max(256).default(2).describe('How many programs burn.'),
    }),
  },
  ({ workers, ...wish }) => ({
    plan: (context) =>
      nodePlan(
        context,
        wish,
        {
          name: 'strain',
          load: { kind: 'cpu', workers },
          forMs: context.durationMs + secondNetMs,
        },
        { lost: false },
      ),
  }),
);
