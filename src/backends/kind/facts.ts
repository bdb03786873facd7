import { systemClock } from '../../base/system-clock.ts';
import type { ClusterFacts } from '../../core/cluster.ts';
import type { Deployment, Node, Pod } from '../kube/api-types.ts';
import { nodeState } from '../kube/cluster-state.ts';
import { type EtcdMember, etcdVersion } from '../kube/etcd.ts';
import { decisiveFlags, imageTag } from '../kube/flags.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { chaosMeshNamespace } from './chaos-mesh-ready.ts';
import { run } from './exec.ts';
import type { Route } from './reach.ts';
import { execInNode, type NodeContainer, runtime } from './runtime.ts';

/** What nobody could be asked: a recovery begins while the API may be down. */
export function factsUnasked(containers: readonly NodeContainer[], route: Route): ClusterFacts {
  const nodes = containers
    .filter(({ role }) => role !== 'external-load-balancer')
    .map(({ name, role }) => ({ name, zone: undefined, role }));
  return { versions: {}, topology: { nodes, zones: [], flags: {} }, probePath: route.description };
}

/** The nodes that run an etcd member: with kind, every control plane. */
export function controlPlanes(containers: readonly NodeContainer[]): readonly EtcdMember[] {
  return containers
    .filter(({ role }) => role === 'control-plane')
    .map(({ name, address }) => ({ node: name, address: address ?? '' }));
}

/** Versions, topology and decisive flags. Throws ApiError; a version that cannot be found out is left out. */
export async function readFacts(
  client: KubeClient,
  route: Route,
  containers: readonly NodeContainer[],
  signal: AbortSignal,
): Promise<ClusterFacts> {
  const [nodes, pods, versions] = await Promise.all([
    client.list<Node>('/api/v1/nodes', { signal }),
    client.list<Pod>('/api/v1/namespaces/kube-system/pods?labelSelector=tier%3Dcontrol-plane', { signal }),
    readVersions(client, route, containers, signal),
  ]);
  const states = nodes.items.map(nodeState);
  return {
    versions,
    topology: {
      nodes: states.map(({ name, zone, controlPlane }) => ({
        name,
        zone,
        role: controlPlane ? 'control-plane' : 'worker',
      })),
      zones: [...new Set(states.flatMap(({ zone }) => zone ?? []))].sort(),
      flags: decisiveFlags(pods.items),
    },
    probePath: route.description,
  };
}

async function readVersions(
  client: KubeClient,
  route: Route,
  containers: readonly NodeContainer[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const balancer = containers.find(({ role }) => role === 'external-load-balancer');
  const members = controlPlanes(containers);
  const controller = `/apis/apps/v1/namespaces/${chaosMeshNamespace}/deployments/chaos-controller-manager`;
  const found = {
    kubernetes: known(client.get<{ gitVersion: string }>('/version', { signal }).then((body) => body?.gitVersion)),
    chaosMesh: known(client.get<DeploymentImages>(controller, { signal }).then(chaosMeshVersion)),
    kind: known(run('kind', ['version', '-q'], { signal }).then(({ stdout }) => stdout.trim())),
    etcd: known(etcdVersion(members, { clock: systemClock(), direct: route.direct, exec: execInNode }, signal)),
    loadBalancer: known(balancer === undefined ? undefined : imageOf(balancer, signal)),
  };
  const entries = Object.entries(found).map(async ([name, version]) => [name, await version] as const);
  const settled = await Promise.all(entries);
  return Object.fromEntries(settled.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
}

async function known(version: Promise<string | undefined> | undefined): Promise<string | undefined> {
  try {
    return await version;
  } catch {
    return undefined;
  }
}

interface DeploymentImages extends Deployment {
  readonly spec: Deployment['spec'] & {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

/** The controller's image, and the chart that brought it: `v2.8.3 (chart chaos-mesh-2.8.3)`. */
function chaosMeshVersion(deployment: DeploymentImages | undefined): string | undefined {
  const image = deployment?.spec.template.spec.containers[0]?.image;
  if (image === undefined) return undefined;
  const chart = deployment?.metadata.labels?.['helm.sh/chart'];
  return imageTag(image) + (chart === undefined ? '' : ` (chart ${chart})`);
}

async function imageOf({ name }: NodeContainer, signal: AbortSignal): Promise<string> {
  return (await runtime(['inspect', '-f', '{{.Config.Image}}', name], { signal })).stdout.trim();
}
