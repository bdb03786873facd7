import { seededRandom } from '../../src/base/random.ts';
import type { ClusterState } from '../../src/core/cluster-state.ts';
import type { PlanContext } from '../../src/core/fault.ts';
import { runLabels } from '../../src/core/identity.ts';
import { sixNodes } from './six-nodes.ts';

/** What a fault is given on a healthy six-node cluster. */
export function planContext(state: ClusterState = sixNodes(), seed = 1): PlanContext {
  return {
    state,
    random: seededRandom(seed),
    namespace: 'aftershock-run-1234abcd',
    name: 'as-1234abcd-0',
    labels: runLabels('1234abcd'),
    durationMs: 60_000,
  };
}
