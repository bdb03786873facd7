import type { Problem } from '../../../core/errors.ts';
import { ApiError } from '../api-error.ts';
import type { KubeClient, KubeList } from '../kube-client.ts';

/** Where Chaos Mesh is installed, and its Helm release's name. */
export const chaosMeshNamespace = 'chaos-mesh';
export const chaosMeshRelease = 'chaos-mesh';

const check = 'chaos-mesh';
const install = 'Install it: npm run chaos -- up';
export const chaosMeshGroup = '/apis/chaos-mesh.org/v1alpha1';
/** The kinds without which there is no Chaos Mesh to speak of; what a fault needs beside them, it says. */
const chaosMeshKinds = ['podchaos', 'networkchaos'] as const;
/** The webhooks' own limit is 5 s. */
const dryRunTimeoutMs = 6000;

interface Named {
  readonly metadata: { readonly name: string };
}
interface DeploymentStatus {
  readonly status?: { readonly availableReplicas?: number };
}
interface DaemonSetStatus {
  readonly status?: { readonly numberReady?: number };
}
interface Lease {
  readonly spec?: { readonly holderIdentity?: string };
}

/**
 * What keeps Chaos Mesh from injecting anything, all at once; empty when its kinds, controller, leader, a daemon on every node
 * and its webhooks are there. Throws ApiError when the API does not answer.
 */
export async function chaosMeshProblems(client: KubeClient, signal: AbortSignal): Promise<readonly Problem[]> {
  const kinds = await client.get<{ readonly resources: readonly { readonly name: string }[] }>(chaosMeshGroup, {
    signal,
  });
  const missing = chaosMeshKinds.filter((kind) => kinds?.resources.every(({ name }) => name !== kind) ?? true);
  if (missing.length > 0) {
    const message = kinds === undefined ? 'Chaos Mesh is not installed' : `Chaos Mesh lacks ${missing.join(', ')}`;
    return [{ check, message, hint: install }];
  }
  const found = await Promise.all([
    controllerProblem(client, signal),
    leaderProblem(client, signal),
    daemonProblem(client, signal),
    webhookProblem(client, signal),
  ]);
  return found.flatMap((message) => (message === undefined ? [] : [{ check, message, hint: install }]));
}

async function controllerProblem(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  const path = `/apis/apps/v1/namespaces/${chaosMeshNamespace}/deployments/chaos-controller-manager`;
  const deployment = await client.get<DeploymentStatus>(path, { signal });
  if (deployment === undefined) return `there is no chaos-controller-manager in the namespace ${chaosMeshNamespace}`;
  return (deployment.status?.availableReplicas ?? 0) > 0 ? undefined : 'no chaos-controller-manager is available';
}

/** A controller that has not taken the lease yet admits objects and does nothing with them. */
async function leaderProblem(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  const labels = encodeURIComponent('app.kubernetes.io/component=controller-manager');
  const [leases, pods] = await Promise.all([
    client.list<Lease>(`/apis/coordination.k8s.io/v1/namespaces/${chaosMeshNamespace}/leases`, { signal }),
    client.list<Named>(`/api/v1/namespaces/${chaosMeshNamespace}/pods?labelSelector=${labels}`, { signal }),
  ]);
  return leads(leases, pods) ? undefined : 'no chaos-controller-manager leads yet';
}

function leads(leases: KubeList<Lease>, pods: KubeList<Named>): boolean {
  const holders = leases.items.map(({ spec }) => spec?.holderIdentity ?? '');
  return pods.items.some(({ metadata }) => holders.some((holder) => holder.startsWith(`${metadata.name}_`)));
}

async function daemonProblem(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  const path = `/apis/apps/v1/namespaces/${chaosMeshNamespace}/daemonsets/chaos-daemon`;
  const [daemons, nodes] = await Promise.all([
    client.get<DaemonSetStatus>(path, { signal }),
    client.list<Named>('/api/v1/nodes', { signal }),
  ]);
  const ready = daemons?.status?.numberReady ?? 0;
  return ready >= nodes.items.length ? undefined : `${ready} of ${nodes.items.length} nodes have a ready chaos-daemon`;
}

async function webhookProblem(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  const selector = { namespaces: ['default'], labelSelectors: { 'aftershock.dev/never': 'matches' } };
  const body = {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'PodChaos',
    metadata: { name: 'aftershock-dry-run' },
    spec: { action: 'pod-kill', mode: 'one', selector },
  };
  try {
    const path = `${chaosMeshGroup}/namespaces/default/podchaos?dryRun=All&fieldValidation=Strict`;
    await client.create(path, body, { signal, timeoutMs: dryRunTimeoutMs });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `its webhook does not answer a dry run: ${error.message}`;
  }
}
