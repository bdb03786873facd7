import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { ioParams, ioPlan, ioProof } from './io.ts';

/** Makes file operations on a volume slow. */
export const ioLatency: Fault = define(
  {
    name: 'io-latency',
    summary: 'Makes file operations on a volume of the chosen pods slow.',
    notes: {
      applies: 'An IOChaos latency, in a file system that it puts before the volume.',
      proof: ioProof,
      heal: chaosHeal,
    },
    example: { volume: '/data', file: '/data/page', delay: '200ms' },
    params: z.strictObject({
      ...ioParams,
      delay: duration().prefault('200ms').describe('How long each operation is held up.'),
    }),
  },
  ({ delay, ...wish }) => ({
    needs: ['IOChaos'],
    plan: (context) =>
      ioPlan(context, wish, { deed: { action: 'latency', delay: `${delay}ms` }, expect: { lateMs: delay } }),
  }),
);
