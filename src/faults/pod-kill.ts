import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { chaosPlan, podIds, these } from './chaos-plan.ts';
import { drawPods, identities, podParams } from './targets.ts';

/** Kills pods: their objects are deleted, and their containers with them. */
export const podKill: Fault = define(
  {
    name: 'pod-kill',
    summary: 'Kills pods: one, half, all, or those of an owner, a node or a zone.',
    notes: {
      applies: 'A PodChaos pod-kill of exactly the pods that were drawn. Disruption budgets do not count for it.',
      proof: 'Chaos Mesh reports exactly those pods as injected, and none of them is there any more under its uid.',
      heal: 'Whoever owns the pods makes others; the PodChaos object is deleted.',
    },
    example: { owner: 'web', take: '50%' },
    params: z.strictObject({
      ...podParams,
      grace: duration().prefault('0s').describe('How long the containers have to end by themselves.'),
    }),
  },
  ({ grace, ...wish }) => ({
    needs: ['PodChaos'],
    plan: (context) => {
      const drawn = drawPods(context, wish, { ownObject: true });
      const pods = drawn.chosen;
      return chaosPlan(context, drawn, {
        object: {
          kind: 'PodChaos',
          spec: { action: 'pod-kill', ...these(pods), gracePeriod: Math.ceil(grace / 1000) },
        },
        targets: podIds(pods),
        proof: { kind: 'pods-gone', pods: identities(pods) },
      });
    },
  }),
);
