import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { ratio } from '../core/params.ts';
import { strainHeal, strainPlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Fills the disk of nodes, so that kubelets evict pods and take none. */
export const diskFull: Fault = define(
  {
    name: 'disk-full',
    summary: 'Fills the disk of nodes, so that kubelets evict pods and take none.',
    notes: {
      applies: 'A file takes room on the disk that pods and images lie on, until so little is free.',
      proof: 'The free share of the disk is seen to be as little, and was not before.',
      heal: strainHeal,
    },
    params: z.strictObject({
      ...nodeParams,
      leave: ratio().prefault('5%').describe('How much of the disk stays free.'),
    }),
  },
  ({ leave, ...wish }) => ({
    needs: ['own-disks'],
    plan: (context) => strainPlan(context, wish, { kind: 'disk-room', leave }),
  }),
);
