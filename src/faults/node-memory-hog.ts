import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { size } from '../core/params.ts';
import { strainHeal, strainPlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Fills the memory of nodes; too much of it, and the kernel, or the kubelet, ends something. */
export const nodeMemoryHog: Fault = define(
  {
    name: 'node-memory-hog',
    summary: 'Fills the memory of nodes; too much of it, and the kernel, or the kubelet, ends something.',
    notes: {
      applies: 'A program in the node takes so much memory and holds it.',
      proof: 'That it is held is seen in the node, and was not before.',
      heal: strainHeal,
    },
    params: z.strictObject({
      ...nodeParams,
      size: size().prefault('512Mi').describe('How much of it is taken.'),
    }),
  },
  ({ size: bytes, ...wish }) => ({
    plan: (context) => strainPlan(context, wish, { kind: 'memory', bytes }),
  }),
);
