import { z } from 'zod';
import type { ApiAction } from '../core/action.ts';
import type { NodeState } from '../core/cluster-state.ts';
import { define } from '../core/definition.ts';
import type { Fault, PlanContext } from '../core/fault.ts';
import { drawNodes, nodeParams } from './targets.ts';
import { patchHeal, patchOf } from './workloads.ts';

/** Keeps nodes from taking new pods. */
export const nodeCordon: Fault = define(
  {
    name: 'node-cordon',
    summary: 'Keeps nodes from taking new pods; those that are there stay.',
    notes: {
      applies: 'A patch of spec.unschedulable, through the API, as `kubectl cordon` makes it.',
      proof: 'The node says that it is unschedulable, and did not before.',
      heal: patchHeal,
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => {
      const drawn = drawNodes(context, wish);
      return { steps: [drawn.chosen.map((node) => cordon(context, node))], targets: [drawn.text], disabledNodes: [] };
    },
  }),
);

/** The change that cordons a node. */
export function cordon(context: PlanContext, { name }: NodeState): ApiAction {
  return patchOf(context, {
    what: `cordon ${name}`,
    path: `/api/v1/nodes/${name}`,
    change: { spec: { unschedulable: true } },
    undo: { spec: { unschedulable: null } },
    seenBy: { field: 'spec.unschedulable', expect: { is: true } },
  });
}
