import { conditionStatus, zoneLabel, type Node, type Pod } from '../api-types.ts';
import type { KubeClient } from '../kube-client.ts';
import type { PlacedAgent } from './assign-peers.ts';
import { agentName } from './manifests.ts';

/**
 * The agents that run, and those that ran once and whose pods are still there: one whose node is cut off keeps its place, and what it
 * saw. Throws ApiError.
 */
export async function findAgents(
  client: KubeClient,
  namespace: string,
  known: readonly PlacedAgent[],
  signal: AbortSignal,
): Promise<readonly PlacedAgent[]> {
  const selector = encodeURIComponent(`app=${agentName}`);
  const [pods, nodes] = await Promise.all([
    client.list<Pod>(`/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`, { signal }),
    client.list<Node>('/api/v1/nodes', { signal }),
  ]);
  const zoneOf = new Map(nodes.items.map(({ metadata }) => [metadata.name, metadata.labels?.[zoneLabel]]));
  return pods.items.flatMap(({ metadata, spec, status }) => {
    const before = known.find(({ pod }) => pod === metadata.name);
    if (before !== undefined) return [before];
    const { nodeName } = spec;
    const address = status?.podIP;
    const runs = conditionStatus(status?.conditions, 'ContainersReady') === 'True';
    if (!runs || nodeName === undefined || address === undefined) return [];
    return [{ pod: metadata.name, node: nodeName, zone: zoneOf.get(nodeName), address }];
  });
}
