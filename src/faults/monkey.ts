import { z } from 'zod';
import type { Action } from '../core/action.ts';
import { define } from '../core/definition.ts';
import type { Fault, FaultPlan, PlanContext } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { chaosPlan, podIds, these } from './chaos-plan.ts';
import { killContainers } from './pod-container-kill.ts';
import { drawPods, identities, type PlacedPod, podParams } from './targets.ts';

const deeds = ['pod-kill', 'container-kill', 'pod-failure'] as const;
type Deed = (typeof deeds)[number];

/** Strikes pods at random, again and again; the same seed strikes the same. */
export const monkey: Fault = define(
  {
    name: 'monkey',
    summary: 'Strikes one pod after the other at random: which, and how, is the seed’s.',
    notes: {
      applies:
        'A PodChaos for each strike: a pod-kill, a container-kill or a pod-failure. Every pod is struck once at most.',
      proof: 'That of each kind: the pod is gone, its container is a new one, or it is seen not to be Ready.',
      heal: 'Each object is deleted; owners and kubelets bring back what was killed.',
    },
    params: z.strictObject({
      ...podParams,
      take: podParams.take.describe('How many strikes; each takes another pod.'),
      deeds: z
        .array(z.enum(deeds))
        .min(1)
        .default([...deeds])
        .describe('What it may do.'),
      every: duration().prefault('10s').describe('Time from one strike to the next, at least.'),
    }),
  },
  ({ deeds: allowed, every, ...wish }) => ({
    needs: ['PodChaos'],
    plan: (context): FaultPlan => {
      const drawn = drawPods(context, wish, { ownObject: true });
      const inTurn = context.random.shuffle(drawn.chosen);
      const strikes = inTurn.map((pod, index) => {
        const deed = context.random.pick(allowed);
        const own = { ...context, name: `${context.name}-${index}` };
        return { deed, pod, action: strike(own, pod, deed) };
      });
      return {
        steps: strikes.map(({ action }) => [action]),
        targets: [drawn.text, ...strikes.map(({ deed, pod }, index) => `strike ${index + 1}: ${deed} of ${pod.name}`)],
        disabledNodes: [],
        everyMs: every,
      };
    },
  }),
);

function strike(context: PlanContext, pod: PlacedPod, deed: Deed): Action {
  const one = { chosen: [pod], text: pod.name };
  const plan =
    deed === 'container-kill'
      ? killContainers(context, one, undefined)
      : chaosPlan(context, one, {
          object: { kind: 'PodChaos', spec: { action: deed, ...these([pod]) } },
          targets: podIds([pod]),
          proof: { kind: deed === 'pod-kill' ? 'pods-gone' : 'pods-unready', pods: identities([pod]) },
        });
  const [action] = plan.steps.flat();
  if (action === undefined) throw new Error('a strike has no action');
  return action;
}
