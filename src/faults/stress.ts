import type { StressChaosStressors } from 'chaos-mesh-types';
import { z } from 'zod';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
import { chaosPlan, containersOf, these } from './chaos-plan.ts';
import { drawPods, podParams, type PodWish, signed } from './targets.ts';
import { secondNet } from './second-net.ts';

/** The parameters that every stress has. */
export const stressParams = {
  ...podParams,
  container: z.string().min(1).optional().describe('In which of its containers; the first where left out.'),
  workers: z.int().min(1).max(64).default(1).describe('How many processes do it.'),
};

/** The plan that stresses one container in each of the chosen pods. */
export function stressPlan(
  context: PlanContext,
  { container, ...wish }: PodWish & { readonly container?: string | undefined },
  { stressors, program }: { readonly stressors: StressChaosStressors; readonly program: string },
): FaultPlan {
  const drawn = drawPods(context, wish);
  const { names, ids } = containersOf(drawn.chosen, container);
  return chaosPlan(context, drawn, {
    object: {
      kind: 'StressChaos',
      spec: { ...these(drawn.chosen), containerNames: names, stressors, duration: secondNet(context) },
    },
    targets: ids,
    proof: {
      kind: 'sign',
      sign: { kind: 'processes', names: [program] },
      pods: signed(drawn.chosen, container),
    },
  });
}

/** What `explain` says of every stress. */
export const stressProof =
  'Chaos Mesh reports exactly those containers as injected, and its stressing program is seen to run in each of the pods, where it did not run before.';
