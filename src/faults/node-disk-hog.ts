import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { strainHeal, strainPlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Keeps the disk of nodes busy with writing. */
export const nodeDiskHog: Fault = define(
  {
    name: 'node-disk-hog',
    summary: 'Keeps the disk of nodes busy with writing.',
    notes: {
      applies: 'Programs in the node write and sync without pause.',
      proof: 'So many of them are seen to run, and none before.',
      heal: strainHeal,
    },
    params: z.strictObject({
      ...nodeParams,
      workers: z.int().min(1).max(64).default(2).describe('How many programs write.'),
    }),
  },
  ({ workers, ...wish }) => ({
    plan: (context) => strainPlan(context, wish, { kind: 'disk-writes', workers }),
  }),
);
