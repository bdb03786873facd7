import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { chaosPlan, podIds, these } from './chaos-plan.ts';
import { amount, drawPods, identities, podParams } from './targets.ts';
import { secondNet } from './second-net.ts';

/** Takes the way in from the workload. */
export const ingressLoss: Fault = define(
  {
    name: 'ingress-loss',
    summary: 'Takes the way in: the pods through which requests reach the workload fail for as long as it holds.',
    notes: {
      applies: 'A PodChaos pod-failure of the ingress controller’s pods, by default of all of them.',
      proof: 'Chaos Mesh reports exactly those pods as injected, and the very pods are seen not to be Ready.',
      heal: chaosHeal,
    },
    example: { labels: { app: 'ingress' }, take: 'half' },
    params: z.strictObject({
      ...podParams,
      labels: z
        .record(z.string(), z.string())
        .default({ 'app.kubernetes.io/component': 'controller' })
        .describe('How the ingress controller’s pods are labelled.'),
      take: amount.prefault('all'),
    }),
  },
  (wish) => ({
    needs: ['PodChaos'],
    plan: (context) => {
      const drawn = drawPods(context, wish, { ownObject: true });
      const pods = drawn.chosen;
      return chaosPlan(context, drawn, {
        object: { kind: 'PodChaos', spec: { action: 'pod-failure', ...these(pods), duration: secondNet(context) } },
        targets: podIds(pods),
        proof: { kind: 'pods-unready', pods: identities(pods) },
      });
    },
  }),
);
