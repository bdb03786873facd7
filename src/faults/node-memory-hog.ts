import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { size } from '../core/params.ts';
import { secondNetMs } from './chaos-object.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Fills the memory of nodes; too much of it, and the kernel, or the kubelet, ends something. */
export const nodeMemoryHog: Fault = define(
  {
    name: 'node-memory-hog',
    summary: 'Fills the memory of nodes; too much of it, and the kernel, or the kubelet, ends something.',
    notes: {
      applies: 'A program in the node takes so much memory and holds it.',
      proof: 'That it is held is seen in the node, and was not before.',
      heal: 'The programs are ended, and what they took is free again; they end by themselves when the time is over.',
    },
    params: z.strictObject({
      ...nodeParams,
      size: size().prefault('512Mi').describe('How much of it is taken.'),
    }),
  },
  ({ size: bytes, ...wish }) => ({
    plan: (context) =>
      nodePlan(
        context,
        wish,
        {
          name: 'strain',
          load: { kind: 'memory', bytes },
          forMs: context.durationMs + secondNetMs,
        },
        { lost: false },
      ),
  }),
);
