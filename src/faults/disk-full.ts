import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { ratio } from '../core/params.ts';
import { secondNetMs } from './chaos-object.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Fills the disk of nodes, so that kubelets evict pods and take none. */
export const diskFull: Fault = define(
  {
    name: 'disk-full',
    summary: 'Fills the disk of nodes, so that kubelets evict pods and take none.',
    notes: {
      applies: 'A file takes room on the disk that pods and images lie on, until so little is free.',
      proof: 'The free share of the disk is seen to be as little, and was not before.',
      heal: 'The programs are ended, and what they took is free again; they end by themselves when the time is over.',
    },
    params: z.strictObject({
      ...nodeParams,
      leave: ratio().prefault('5%').describe('How much of the disk stays free.'),
    }),
  },
  ({ leave, ...wish }) => ({
    needs: ['own-disks'],
    plan: (context) =>
      nodePlan(
        context,
        wish,
        {
          name: 'strain',
          load: { kind: 'disk-room', leave },
          forMs: context.durationMs + secondNetMs,
        },
        { lost: false },
      ),
  }),
);
