import { systemClock } from '../../base/system-clock.ts';
import type { ClusterFacts } from '../../core/cluster.ts';
import { type EtcdMember, etcdVersion } from '../kube/etcd.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { known, readApiVersions, readTopology } from '../kube/topology.ts';
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
  const [topology, versions] = await Promise.all([
    readTopology(client, signal),
    readVersions(client, route, containers, signal),
  ]);
  return { versions, topology, probePath: route.description };
}

async function readVersions(
  client: KubeClient,
  route: Route,
  containers: readonly NodeContainer[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const balancer = containers.find(({ role }) => role === 'external-load-balancer');
  const members = controlPlanes(containers);
  const found = {
    kind: known(run('kind', ['version', '-q'], { signal }).then(({ stdout }) => stdout.trim())),
    etcd: known(etcdVersion(members, { clock: systemClock(), direct: route.direct, exec: execInNode }, signal)),
    loadBalancer: known(balancer === undefined ? undefined : imageOf(balancer, signal)),
  };
  const entries = Object.entries(found).map(async ([name, version]) => [name, await version] as const);
  const settled = await Promise.all(entries);
  const own = Object.fromEntries(
    settled.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])),
  );
  return { ...(await readApiVersions(client, signal)), ...own };
}

async function imageOf({ name }: NodeContainer, signal: AbortSignal): Promise<string> {
  return (await runtime(['inspect', '-f', '{{.Config.Image}}', name], { signal })).stdout.trim();
}
