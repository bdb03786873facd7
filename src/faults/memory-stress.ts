import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { size } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { stressParams, stressPlan, stressProof } from './stress.ts';

/** Fills memory inside containers. */
export const memoryStress: Fault = define(
  {
    name: 'memory-stress',
    summary: 'Fills memory inside containers of the chosen pods; beyond their limit the kernel kills what is in them.',
    notes: {
      applies: 'A StressChaos with memory stressors: they count against the container’s own limit.',
      proof: stressProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...stressParams,
      size: size().prefault('32Mi').describe('How much each worker takes.'),
    }),
  },
  ({ workers, size: bytes, ...wish }) => ({
    needs: ['StressChaos'],
    plan: (context) =>
      stressPlan(context, wish, { stressors: { memory: { workers, size: `${bytes}B` } }, program: 'memStress' }),
  }),
);
