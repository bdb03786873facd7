import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { ioParams, ioPlan, ioProof } from './io.ts';

/** Linux, errno.h: an I/O error. */
const inputOutput = 5;

/** Makes file operations on a volume fail. */
export const ioError: Fault = define(
  {
    name: 'io-error',
    summary: 'Makes file operations on a volume of the chosen pods fail.',
    notes: {
      applies: 'An IOChaos fault, in a file system that it puts before the volume.',
      proof: ioProof,
      heal: chaosHeal,
    },
    example: { volume: '/data', file: '/data/page' },
    params: z.strictObject({
      ...ioParams,
      errno: z
        .int()
        .min(1)
        .max(133)
        .default(inputOutput)
        .describe('The error, by its number in Linux: 5 is EIO, 28 ENOSPC.'),
    }),
  },
  ({ errno, ...wish }) => ({
    needs: ['IOChaos'],
    plan: (context) => ioPlan(context, wish, { deed: { action: 'fault', errno }, expect: 'error' }),
  }),
);
