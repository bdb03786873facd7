import type { ClusterState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';

/** The balancer before the apiservers. Throws HarnessError('unsatisfiable') where there is none. */
export function balancerOf({ loadBalancer }: ClusterState): NonNullable<ClusterState['loadBalancer']> {
  if (loadBalancer !== undefined) return loadBalancer;
  throw new HarnessError('unsatisfiable', 'the cluster has no load balancer before its apiservers', {
    hint: 'kind makes one for clusters of two or more control planes.',
  });
}
