import type { Problem } from '../../../core/errors.ts';
import { ApiError, passing } from '../api-error.ts';
import type { KubeClient, KubeList } from '../kube-client.ts';

/** Where Chaos Mesh is installed, and its Helm release's name. */
export const chaosMeshNamespace = 'chaos-mesh';
export const chaosMeshRelease = 'chaos-mesh';

const check = 'chaos-mesh';
const install = 'Install it: npm run chaos -- up';
const tolerate =
  'Let chaosDaemon.tolerations of its chart tolerate the taints of all nodes, as npm run chaos -- up does.';
export const chaosMeshGroup = '/apis/chaos-mesh.org/v1alpha1';
/** The kinds without which there is no Chaos Mesh to speak of; what a fault needs beside them, it says. */
const chaosMeshKinds = ['podchaos', 'networkchaos'] as const;
/** The webhooks' own limit is 5 s. */
const dryRunTimeoutMs = 6000;

interface Named {
  readonly metadata: { readonly name: string };
}
interface Node extends Named {
  readonly spec?: { readonly taints?: readonly { readonly key: string }[] };
}
interface DeploymentStatus {
  readonly status?: { readonly availableReplicas?: number };
}
interface DaemonSet {
  readonly metadata?: { readonly generation?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
  };
}
interface Lease {
  readonly spec?: { readonly holderIdentity?: string };
}

/**
 * What keeps Chaos Mesh from injecting anything, all at once; empty when its kinds, controller, leader, a daemon on every node
 * and its webhooks are there. Pods that are only not ready yet mend themselves. Throws ApiError when the API does not answer.
 */
export async function chaosMeshProblems(client: KubeClient, signal: AbortSignal): Promise<readonly Problem[]> {
  const kinds = await client.get<{ readonly resources: readonly { readonly name: string }[] }>(chaosMeshGroup, {
    signal,
  });
  const missing = chaosMeshKinds.filter((kind) => kinds?.resources.every(({ name }) => name !== kind) ?? true);
  if (missing.length > 0) {
    const message = kinds === undefined ? 'Chaos Mesh is not installed' : `Chaos Mesh lacks ${missing.join(', ')}`;
    return [lacks(message)];
  }
  const found = await Promise.all([
    controllerProblem(client, signal),
    leaderProblem(client, signal),
    daemonProblem(client, signal),
    webhookProblem(client, signal),
  ]);
  return found.flatMap((problem) => problem ?? []);
}

function lacks(message: string, hint = install): Problem {
  return { check, message, hint };
}

function startsYet(message: string): Problem {
  return {
    check,
    message,
    hint: `Look at the pods and events of the namespace ${chaosMeshNamespace}.`,
    mendsItself: true,
  };
}

async function controllerProblem(client: KubeClient, signal: AbortSignal): Promise<Problem | undefined> {
  const path = `/apis/apps/v1/namespaces/${chaosMeshNamespace}/deployments/chaos-controller-manager`;
  const deployment = await client.get<DeploymentStatus>(path, { signal });
  if (deployment === undefined) {
    return lacks(`there is no chaos-controller-manager in the namespace ${chaosMeshNamespace}`);
  }
  if ((deployment.status?.availableReplicas ?? 0) > 0) return undefined;
  return startsYet('no chaos-controller-manager is available');
}

/** A controller that has not taken the lease yet admits objects and does nothing with them. */
async function leaderProblem(client: KubeClient, signal: AbortSignal): Promise<Problem | undefined> {
  const labels = encodeURIComponent('app.kubernetes.io/component=controller-manager');
  const [leases, pods] = await Promise.all([
    client.list<Lease>(`/apis/coordination.k8s.io/v1/namespaces/${chaosMeshNamespace}/leases`, { signal }),
    client.list<Named>(`/api/v1/namespaces/${chaosMeshNamespace}/pods?labelSelector=${labels}`, { signal }),
  ]);
  return leads(leases, pods) ? undefined : startsYet('no chaos-controller-manager leads yet');
}

function leads(leases: KubeList<Lease>, pods: KubeList<Named>): boolean {
  const holders = leases.items.map(({ spec }) => spec?.holderIdentity ?? '');
  return pods.items.some(({ metadata }) => holders.some((holder) => holder.startsWith(`${metadata.name}_`)));
}

async function daemonProblem(client: KubeClient, signal: AbortSignal): Promise<Problem | undefined> {
  const path = `/apis/apps/v1/namespaces/${chaosMeshNamespace}/daemonsets/chaos-daemon`;
  const [daemons, { items: nodes }] = await Promise.all([
    client.get<DaemonSet>(path, { signal }),
    client.list<Node>('/api/v1/nodes', { signal }),
  ]);
  if (daemons === undefined) return lacks(`there is no chaos-daemon in the namespace ${chaosMeshNamespace}`);
  const ready = daemons.status?.numberReady ?? 0;
  if (ready >= nodes.length) return undefined;
  const wanted = wantedBy(daemons) ?? nodes.length;
  // A node that is unwell may be passed over until it is well again; one that is well will be for ever.
  if (wanted < nodes.filter((node) => !isUnwell(node)).length) {
    return lacks(`chaos-daemon is to run on ${wanted} of ${nodes.length} nodes only`, tolerate);
  }
  return startsYet(`${ready} of ${nodes.length} nodes have a ready chaos-daemon`);
}

/** On how many nodes; undefined as long as the controller has not looked at it. */
function wantedBy({ metadata, status }: DaemonSet): number | undefined {
  return metadata?.generation === status?.observedGeneration ? status?.desiredNumberScheduled : undefined;
}

/** Taints of this prefix are put on nodes for what they suffer from: not-ready, unreachable, disk-pressure. */
function isUnwell({ spec }: Node): boolean {
  return spec?.taints?.some(({ key }) => key.startsWith('node.kubernetes.io/')) ?? false;
}

async function webhookProblem(client: KubeClient, signal: AbortSignal): Promise<Problem | undefined> {
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
    const message = `its webhook does not answer a dry run: ${error.message}`;
    return passing(error) ? startsYet(message) : lacks(message);
  }
}
