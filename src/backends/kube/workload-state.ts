import { countByZone, type Placed, skewOf, surplus } from './spread.ts';
import type { KubeClient } from './kube-client.ts';

const zoneKey = 'topology.kubernetes.io/zone';

interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
}

interface Controller {
  readonly metadata: { readonly name: string; readonly generation?: number };
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template: { readonly spec: { readonly topologySpreadConstraints?: readonly SpreadConstraint[] } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
  };
}

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly nodeName?: string };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly containerStatuses?: readonly {
      readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    }[];
  };
}

interface Node {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly effect: string }[] };
}

/** A namespace's workloads as the API has them. */
export interface WorkloadState {
  readonly controllers: readonly Controller[];
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
}

/** Reads a namespace's Deployments, StatefulSets and pods, and the nodes. Throws ApiError. */
export async function readWorkload(client: KubeClient, namespace: string, signal: AbortSignal): Promise<WorkloadState> {
  const [deployments, statefulSets, pods, nodes] = await Promise.all([
    client.list<Controller>(`/apis/apps/v1/namespaces/${namespace}/deployments`, { signal }),
    client.list<Controller>(`/apis/apps/v1/namespaces/${namespace}/statefulsets`, { signal }),
    client.list<Pod>(`/api/v1/namespaces/${namespace}/pods`, { signal }),
    client.list<Node>('/api/v1/nodes', { signal }),
  ]);
  return { controllers: [...deployments.items, ...statefulSets.items], pods: pods.items, nodes: nodes.items };
}

/** Nodes that take any pod. */
export function openNodes({ nodes }: WorkloadState): readonly Node[] {
  return nodes.filter(
    ({ spec }) =>
      spec.unschedulable !== true && (spec.taints ?? []).every(({ effect }) => effect === 'PreferNoSchedule'),
  );
}

/** What keeps each workload from being complete, in sentences; empty when all replicas are Ready and none is leaving. */
export function incomplete(state: WorkloadState): readonly string[] {
  const leaving = state.pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  return [
    ...state.controllers.flatMap(({ metadata, spec, status = {} }) => {
      const wanted = spec.replicas ?? 1;
      const { replicas = 0, readyReplicas = 0, updatedReplicas = 0 } = status;
      if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return [`${metadata.name} is being changed`];
      if (readyReplicas !== wanted) return [`${metadata.name} has ${readyReplicas} of ${wanted} replicas Ready`];
      return updatedReplicas === wanted && replicas === wanted ? [] : [`${metadata.name} is being rolled out`];
    }),
    ...(leaving.length === 0 ? [] : [`${leaving.length} pods are still leaving`]),
  ];
}

/** Why pods do not start, in the cluster's own words, each once. */
export function obstacles({ pods }: WorkloadState): readonly string[] {
  const words = pods.flatMap(({ status }) => [
    ...(status?.conditions ?? [])
      .filter(({ type, status: value }) => type === 'PodScheduled' && value === 'False')
      .map(({ message }) => message),
    ...(status?.containerStatuses ?? [])
      .map(({ state }) => state?.waiting)
      .filter((waiting) => waiting !== undefined && waiting.reason !== 'ContainerCreating')
      .map((waiting) => waiting?.message ?? waiting?.reason),
  ]);
  return [...new Set(words.filter((word) => word !== undefined))];
}

/** A workload whose pods lie unevenly over the zones, against its own constraint. */
export interface Skewed {
  readonly text: string;
  /** Pods to start anew, so that the scheduler can even it out. */
  readonly pods: readonly string[];
}

/** The workloads that state a spread over zones and do not have it. */
export function skewed(state: WorkloadState): readonly Skewed[] {
  const zoneOf = new Map(state.nodes.map(({ metadata }) => [metadata.name, metadata.labels?.[zoneKey]]));
  const zones = [...new Set(openNodes(state).flatMap(({ metadata }) => zoneOf.get(metadata.name) ?? []))];
  return state.controllers.flatMap(({ metadata, spec }) => {
    const constraint = spec.template.spec.topologySpreadConstraints?.find(({ topologyKey }) => topologyKey === zoneKey);
    if (constraint === undefined) return [];
    const pods = state.pods
      .filter((pod) => matches(pod, spec.selector.matchLabels))
      .flatMap((pod): readonly Placed[] => {
        const zone = zoneOf.get(pod.spec.nodeName ?? '');
        return zone === undefined ? [] : [{ name: pod.metadata.name, zone }];
      });
    const counts = countByZone(pods, zones);
    if (skewOf(counts) <= constraint.maxSkew) return [];
    const split = [...counts].map(([zone, count]) => `${count} in ${zone}`).join(', ');
    return [{ text: `${metadata.name} is spread unevenly: ${split}`, pods: surplus(pods, zones, constraint.maxSkew) }];
  });
}

function matches(pod: Pod, selector: Readonly<Record<string, string>> | undefined): boolean {
  const { labels = {}, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined || selector === undefined) return false;
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
