import type { ChaosMeshAction } from '../../src/core/action.ts';
import type { ApiVerb, ApiVerbOf } from '../../src/core/api-verb.ts';
import type { ClusterState } from '../../src/core/cluster-state.ts';
import type { FaultPlan } from '../../src/core/fault.ts';
import { faults } from '../../src/faults/index.ts';
import { planContext } from '../support/plan-context.ts';
import { sixNodes } from '../support/six-nodes.ts';

/** What a fault of that name plans on a healthy six-node cluster. */
export function planOf(name: string, params: object = {}, state: ClusterState = sixNodes(), seed = 1): FaultPlan {
  return faults.get(name).bind(params).plan(planContext(state, seed));
}

/** The only Chaos Mesh action of a plan. */
export function chaosOf(plan: FaultPlan): ChaosMeshAction {
  const [action, ...more] = plan.steps.flat();
  if (action?.kind !== 'chaos-mesh' || more.length > 0) throw new Error('not one Chaos Mesh action');
  return action;
}

/** The acts on the API of a plan, step by step. */
export function verbsOf(plan: FaultPlan): readonly (readonly ApiVerb[])[] {
  return plan.steps.map((step) =>
    step.map((action) => {
      if (action.kind !== 'api') throw new Error('not an act on the API');
      return action.verb;
    }),
  );
}

/** The only patch of a plan. */
export function patchIn(plan: FaultPlan): ApiVerbOf<'patch'> {
  const [verb, ...more] = verbsOf(plan).flat();
  if (verb?.name !== 'patch' || more.length > 0) throw new Error('not one patch');
  return verb;
}
