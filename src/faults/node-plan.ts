import type { NodeVerb } from '../core/node-verb.ts';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
import { secondNetAfterMs } from './second-net.ts';
import { drawNodes, type NodeWish } from './targets.ts';

/** The same act in each of the nodes that are drawn, all at once. `lost`: whether it takes the nodes away from the cluster. */
export function nodePlan(
  context: PlanContext,
  wish: NodeWish,
  verb: NodeVerb,
  { lost }: { readonly lost: boolean },
): FaultPlan {
  const drawn = drawNodes(context, wish);
  return {
    steps: [drawn.chosen.map(({ name }) => ({ kind: 'node', node: name, verb }))],
    targets: [drawn.text],
    disabledNodes: lost ? drawn.chosen.map(({ name }) => name) : [],
  };
}

/** A load in each of the nodes that are drawn, which ends by itself should nobody be left to heal it. */
export function strainPlan(
  context: PlanContext,
  wish: NodeWish,
  load: Extract<NodeVerb, { name: 'strain' }>['load'],
): FaultPlan {
  return nodePlan(context, wish, { name: 'strain', load, forMs: secondNetAfterMs(context) }, { lost: false });
}

/** What `explain` says of how strain is healed. */
export const strainHeal =
  'The programs are ended, and what they took is free again; they end by themselves when the time is over.';
