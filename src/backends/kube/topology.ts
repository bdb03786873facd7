import type { ClusterFacts } from '../../core/cluster.ts';
import type { Deployment, Node, Pod } from './api-types.ts';
import { chaosMeshNamespace } from './chaos-mesh/ready.ts';
import { nodeState } from './cluster-state.ts';
import { decisiveFlags, imageTag } from './flags.ts';
import type { KubeClient } from './kube-client.ts';

/** What the pods of a cluster's DNS are found by: kubeadm's CoreDNS and the name servers of managed clusters carry it. */
const dnsLabel = 'k8s-app=kube-dns';

/** Nodes, zones, the flags that decide figures, and where name servers run. Throws ApiError. */
export async function readTopology(client: KubeClient, signal: AbortSignal): Promise<ClusterFacts['topology']> {
  const systemPods = (label: string): Promise<{ readonly items: readonly Pod[] }> =>
    client.list<Pod>(`/api/v1/namespaces/kube-system/pods?labelSelector=${encodeURIComponent(label)}`, { signal });
  const [nodes, controlPlane, dns] = await Promise.all([
    client.list<Node>('/api/v1/nodes', { signal }),
    systemPods('tier=control-plane'),
    systemPods(dnsLabel),
  ]);
  const states = nodes.items.map(nodeState);
  const nameServers = dns.items.flatMap(({ metadata, spec: { nodeName } }) =>
    nodeName === undefined || metadata.deletionTimestamp !== undefined ? [] : [nodeName],
  );
  return {
    nodes: states.map(({ name, zone, controlPlane }) => ({
      name,
      zone,
      role: controlPlane ? 'control-plane' : 'worker',
    })),
    zones: [...new Set(states.flatMap(({ zone }) => zone ?? []))].sort(),
    flags: decisiveFlags(controlPlane.items),
    ...(nameServers.length === 0 ? {} : { nameServers: nameServers.sort() }),
    // A managed control plane shows no pods.
    ...(controlPlane.items.length === 0 ? {} : { restarted: controlPlane.items.flatMap(restartsOf) }),
  };
}

function restartsOf({ metadata: { name }, status }: Pod): NonNullable<ClusterFacts['topology']['restarted']> {
  return (status?.containerStatuses ?? []).flatMap(({ restartCount: times, state }) => {
    const startedUnixMs = Date.parse(state?.running?.startedAt ?? '');
    return times === 0 || Number.isNaN(startedUnixMs) ? [] : [{ name, times, startedUnixMs }];
  });
}

/** The versions that the API itself tells: its own and Chaos Mesh's. One that cannot be found out is left out. */
export async function readApiVersions(
  client: KubeClient,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const controller = `/apis/apps/v1/namespaces/${chaosMeshNamespace}/deployments/chaos-controller-manager`;
  const [kubernetes, chaosMesh] = await Promise.all([
    known(client.get<{ gitVersion: string }>('/version', { signal }).then((body) => body?.gitVersion)),
    known(client.get<DeploymentImages>(controller, { signal }).then(chaosMeshVersion)),
  ]);
  return { ...(kubernetes === undefined ? {} : { kubernetes }), ...(chaosMesh === undefined ? {} : { chaosMesh }) };
}

/** A version, or undefined where it cannot be found out. */
export async function known(version: Promise<string | undefined> | undefined): Promise<string | undefined> {
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
