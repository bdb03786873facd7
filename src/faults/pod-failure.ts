import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { chaosPlan, podIds, these } from './chaos-plan.ts';
import { drawPods, identities, podParams } from './targets.ts';
import { secondNet } from './second-net.ts';

/** Makes pods fail for as long as the fault holds, without their being replaced. */
export const podFailure: Fault = define(
  {
    name: 'pod-failure',
    summary: 'Makes pods fail for as long as it holds: they stay where they are, run nothing, and are not replaced.',
    notes: {
      applies: 'A PodChaos pod-failure: every image of the pods is replaced by one that only waits.',
      proof: 'Chaos Mesh reports exactly those pods as injected, and the very pods are seen not to be Ready.',
      heal: `${chaosHeal} The containers are started once more, with their own images.`,
    },
    params: z.strictObject(podParams),
  },
  (wish) => ({
    needs: ['PodChaos'],
    plan: (context) => {
      const drawn = drawPods(context, wish, { ownObject: true });
      const pods = drawn.chosen;
      return chaosPlan(context, drawn, {
        object: {
          kind: 'PodChaos',
          spec: { action: 'pod-failure', ...these(pods), duration: secondNet(context) },
        },
        targets: podIds(pods),
        proof: { kind: 'pods-unready', pods: identities(pods) },
      });
    },
  }),
);
