import type { EtcdObservation } from '../../core/observation.ts';
import { conditionStatus, type Node, type Pod } from './api-types.ts';
import type { KubeClient } from './kube-client.ts';
import { leaderOf } from './etcd.ts';
import { workloadProblems } from './workload.ts';

/** What a steady cluster consists of. */
export interface Expected {
  /** Nodes that must be there. */
  readonly nodes: readonly string[];
  /** Namespaces all of whose pods must be Ready. */
  readonly systemNamespaces: readonly string[];
  /** The namespace of the scenario's workload; undefined when it has none. */
  readonly workloadNamespace: string | undefined;
}

/** What of the steady state does not hold, in sentences; without `etcd`, whose members cannot be asked everywhere. Throws ApiError when the API does not answer. */
export async function unsteady(
  client: KubeClient,
  expected: Expected,
  etcd: readonly EtcdObservation[] | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { systemNamespaces, workloadNamespace } = expected;
  const [nodes, workload, ...system] = await Promise.all([
    client.list<Node>('/api/v1/nodes', { signal }),
    workloadNamespace === undefined ? [] : workloadProblems(client, workloadNamespace, signal),
    ...systemNamespaces.map((namespace) => client.list<Pod>(`/api/v1/namespaces/${namespace}/pods`, { signal })),
  ]);
  return [
    ...unsteadyNodes(nodes.items, expected.nodes),
    ...system.flatMap(({ items }) => unsteadyPods(items)),
    ...(etcd === undefined ? [] : unsteadyEtcd(etcd)),
    ...workload,
  ];
}

/** Taints that belong to a node's role, and none that the cluster gave it because it is unwell. */
const ordinaryTaint = 'node-role.kubernetes.io/control-plane';

/** Nodes that are not there, not Ready, or tainted. */
export function unsteadyNodes(nodes: readonly Node[], expected: readonly string[]): readonly string[] {
  const missing = expected.filter((name) => nodes.every(({ metadata }) => metadata.name !== name));
  return [
    ...missing.map((name) => `node ${name} is not there`),
    ...nodes.flatMap(({ metadata: { name }, spec, status }) => {
      const ready = conditionStatus(status?.conditions, 'Ready');
      const taints = (spec.taints ?? []).filter(({ key }) => key !== ordinaryTaint).map(({ key }) => key);
      return [
        ...(ready === 'True' ? [] : [`node ${name} is not Ready (${ready})`]),
        ...(taints.length === 0 ? [] : [`node ${name} is tainted (${taints.join(', ')})`]),
        ...(spec.unschedulable === true ? [`node ${name} is cordoned`] : []),
      ];
    }),
  ];
}

/** Pods that are not Ready; those that ran to their end are. */
export function unsteadyPods(pods: readonly Pod[]): readonly string[] {
  return pods
    .filter(({ status }) => status?.phase !== 'Succeeded' && conditionStatus(status?.conditions, 'Ready') !== 'True')
    .map(
      ({ metadata, status }) =>
        `pod ${metadata.namespace ?? ''}/${metadata.name} is not Ready (${status?.phase ?? '?'})`,
    );
}

/** Members that do not answer or know no leader, and a cluster without exactly one leader. */
export function unsteadyEtcd(members: readonly EtcdObservation[]): readonly string[] {
  const lost = members.filter(({ hasLeader }) => hasLeader !== true);
  return [
    ...lost.map(({ node, reachable }) => `etcd of ${node} ${reachable ? 'has no leader' : 'does not answer'}`),
    ...(lost.length === 0 && leaderOf(members) === undefined ? ['etcd has no single leader'] : []),
  ];
}
