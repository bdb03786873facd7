import type { ClusterFacts } from '../../core/cluster.ts';
import type { Deployment, Node, Pod } from './api-types.ts';
import { chaosMeshNamespace } from './chaos-mesh/ready.ts';
import { nodeState } from './cluster-state.ts';
import { decisiveFlags, imageTag } from './flags.ts';
import type { KubeClient } from './kube-client.ts';

/** Nodes, zones and the flags that decide figures. Throws ApiError. */
export async function readTopology(client: KubeClient, signal: AbortSignal): Promise<ClusterFacts['topology']> {
  const [nodes, pods] = await Promise.all([
    client.list<Node>('/api/v1/nodes', { signal }),
    client.list<Pod>('/api/v1/namespaces/kube-system/pods?labelSelector=tier%3Dcontrol-plane', { signal }),
  ]);
  const states = nodes.items.map(nodeState);
  return {
    nodes: states.map(({ name, zone, controlPlane }) => ({
      name,
      zone,
      role: controlPlane ? 'control-plane' : 'worker',
    })),
    zones: [...new Set(states.flatMap(({ zone }) => zone ?? []))].sort(),
    flags: decisiveFlags(pods.items),
  };
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
