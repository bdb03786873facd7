import type { NodeVerb } from '../core/node-verb.ts';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
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
