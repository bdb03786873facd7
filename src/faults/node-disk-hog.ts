import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { secondNetMs } from './chaos-object.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Keeps the disk of nodes busy with writing. */
export const nodeDiskHog: Fault = define(
  {
    name: 'node-disk-hog',
    summary: 'Keeps the disk of nodes busy with writing.',
    notes: {
      applies: 'Programs in the node write and sync without pause.',
      proof: 'So many of them are seen to run, and none before.',
      heal: 'The programs are ended, and what they took is free again; they end by themselves when the time is over.',
    },
    params: z.strictObject({
      ...nodeParams,
      workers: z.int().min(1).max(64).default(2).describe('How many programs write.'),
    }),
  },
  ({ workers, ...wish }) => ({
    plan: (context) =>
      nodePlan(
        context,
        wish,
        {
          name: 'strain',
          load: { kind: 'disk-writes', workers },
          forMs: context.durationMs + secondNetMs,
        },
        { lost: false },
      ),
  }),
);
