import { z } from 'zod';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
import type { Component } from '../core/node-verb.ts';
import { chooseInstance, nodesOf, planOf } from './component.ts';
import { killContainers } from './container-kill.ts';

/** Which instances of a component that elects a leader are killed. */
export const electedKillParams = z.strictObject({
  node: z
    .string()
    .min(1)
    .default('leader')
    .describe('The control-plane node; "leader"; "follower"; "any": one drawn by seed; "all": every one at once.'),
});

/** The kill of one instance, or of all at once. */
export function electedKillPlan(context: PlanContext, component: Component, which: string): FaultPlan {
  if (which === 'all') {
    const nodes = nodesOf(context.state, component);
    return planOf([killContainers(context, component, nodes)], [`${component} of ${nodes.join(', ')}`]);
  }
  const { node, text } = chooseInstance(context, component, which);
  return planOf([killContainers(context, component, [node])], [text]);
}
