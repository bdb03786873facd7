import type { ClusterState } from '../../core/cluster-state.ts';
import type { KubeObject } from './api-types.ts';
import type { KubeClient } from './kube-client.ts';

interface Lease extends KubeObject {
  readonly spec?: { readonly holderIdentity?: string };
}

const names = ['kube-scheduler', 'kube-controller-manager'] as const;

/** The nodes whose scheduler and controller-manager hold the leases. A holder is called `<node>_<uid>`. */
export async function readLeaders(client: KubeClient, signal: AbortSignal): Promise<ClusterState['leaders']> {
  const leases = await Promise.all(
    names.map((name) =>
      client.get<Lease>(`/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${name}`, { signal }),
    ),
  );
  const holders = names.map((name, index) => {
    const holder = leases[index]?.spec?.holderIdentity ?? '';
    return [name, holder.slice(0, holder.lastIndexOf('_'))] as const;
  });
  return Object.fromEntries(holders.filter(([, node]) => node !== ''));
}
