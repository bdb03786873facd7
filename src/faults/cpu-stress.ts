import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { ratio } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { stressParams, stressPlan, stressProof } from './stress.ts';

/** Burns processor time inside containers. */
export const cpuStress: Fault = define(
  {
    name: 'cpu-stress',
    summary: 'Burns processor time inside containers of the chosen pods.',
    notes: {
      applies: 'A StressChaos with CPU stressors: they count against the container’s own limit.',
      proof: stressProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...stressParams,
      load: ratio().prefault('100%').describe('How much of a processor each worker takes.'),
    }),
  },
  ({ workers, load, ...wish }) => ({
    needs: ['StressChaos'],
    plan: (context) =>
      stressPlan(context, wish, {
        stressors: { cpu: { workers, load: Math.round(load * 100) } },
        program: 'stress-ng',
      }),
  }),
);
