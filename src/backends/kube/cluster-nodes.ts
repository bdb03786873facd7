import type { RunRequest } from '../../core/cluster.ts';
import type { Problem } from '../../core/errors.ts';
import type { KubeClient } from './kube-client.ts';

interface Node {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
interface Controller {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly readyReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
  };
}

/** What a cluster consists of, counted. */
export interface Shape {
  readonly zones: readonly string[];
  readonly controlPlanes: number;
  readonly workers: number;
}

/** Counts a cluster's nodes and zones. Throws ApiError. */
export async function readShape(client: KubeClient, signal: AbortSignal): Promise<Shape> {
  const { items } = await client.list<Node>('/api/v1/nodes', { signal });
  const labels = items.map(({ metadata }) => metadata.labels ?? {});
  const controlPlanes = labels.filter((each) => 'node-role.kubernetes.io/control-plane' in each).length;
  return {
    zones: [...new Set(labels.flatMap((each) => each['topology.kubernetes.io/zone'] ?? []))].sort(),
    controlPlanes,
    workers: items.length - controlPlanes,
  };
}

/** What a scenario requires and the cluster has not; `larger` says how one gets a larger cluster. */
export function tooSmall(shape: Shape, { requires }: Pick<RunRequest, 'requires'>, larger: string): readonly Problem[] {
  const counts = [
    { key: 'zones', what: 'zones', has: shape.zones.length },
    { key: 'controlPlanes', what: 'control planes', has: shape.controlPlanes },
    { key: 'workers', what: 'workers', has: shape.workers },
  ] as const;
  return counts
    .filter(({ key, has }) => has < requires[key])
    .map(({ key, what, has }) => ({
      check: 'cluster',
      message: `the scenario requires ${requires[key]} ${what}, and the cluster has ${has}`,
      hint: `${larger}, or try what fewer do: --set requires.${key}=${has}.`,
    }));
}

/** What of the nodes and of kube-system is not ready, in sentences; empty when all is. Throws ApiError. */
export async function incompleteSystem(
  client: KubeClient,
  expected: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const apps = '/apis/apps/v1/namespaces/kube-system';
  const [nodes, deployments, daemonSets] = await Promise.all([
    client.list<Node>('/api/v1/nodes', { signal }),
    client.list<Controller>(`${apps}/deployments`, { signal }),
    client.list<Controller>(`${apps}/daemonsets`, { signal }),
  ]);
  const ready = new Set(nodes.items.filter(isReady).map(({ metadata }) => metadata.name));
  return [
    ...expected.filter((name) => !ready.has(name)).map((name) => `node ${name} is not Ready`),
    ...[...deployments.items, ...daemonSets.items].flatMap(({ metadata, spec, status }) => {
      const wanted = status?.desiredNumberScheduled ?? spec.replicas ?? 1;
      const has = status?.numberReady ?? status?.readyReplicas ?? 0;
      return has >= wanted ? [] : [`kube-system/${metadata.name} has ${has} of ${wanted} Ready`];
    }),
  ];
}

function isReady({ status }: Node): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}
