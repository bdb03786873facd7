import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { ioParams, ioPlan } from './io.ts';

/** Linux, errno.h: no space left on device. */
const noSpace = 28;
/** The operations that a full file system refuses. */
const methods = ['write', 'create', 'mkdir', 'mknod', 'symlink', 'fallocate'];

/** Has a volume be full for the programs that use it. */
export const volumeFull: Fault = define(
  {
    name: 'volume-full',
    summary:
      'Has a volume (a PVC, say) be full for the programs of the chosen pods: what is there is read, and nothing can be written.',
    notes: {
      applies:
        'An IOChaos fault, ENOSPC, for all operations that take room, in a file system that it puts before the volume. No room is taken.',
      proof:
        'Chaos Mesh reports exactly those containers as injected, and a file cannot be written to the volume in each, which could before.',
      heal: chaosHeal,
    },
    example: { volume: '/data', file: '/data/.aftershock' },
    params: z.strictObject({
      ...ioParams,
      file: ioParams.file.describe(
        'A file of the volume that is not there, with its whole path: the fault is seen by writing it.',
      ),
    }),
  },
  (wish) => ({
    needs: ['IOChaos'],
    plan: (context) => ioPlan(context, wish, { deed: { action: 'fault', errno: noSpace, methods }, expect: 'full' }),
  }),
);
