import type { Clock } from '../../base/clock.ts';
import { HarnessError } from '../../core/errors.ts';
import { managedBy, managedByLabel } from '../../core/identity.ts';
import { retrying } from './api-error.ts';
import type { KubeClient } from './kube-client.ts';
import { type Manifest, parseManifests, pathFinder, placed } from './manifests.ts';
import { incomplete, obstacles, openNodes, readWorkload, skewed } from './workload-state.ts';

export interface WorkloadRequest {
  /** Manifests, as the file has them. */
  readonly text: string;
  /** The file's name, for errors. */
  readonly file: string;
  readonly image: string;
  readonly namespace: string;
}

/** A workload that is complete and spread. */
export interface DeployedWorkload {
  /** Of the first Service that has one: where traffic enters, on any node. */
  readonly nodePort: number | undefined;
  /** Names of the nodes that can run its pods. */
  readonly nodes: readonly string[];
}

const readyTimeoutMs = 180_000;
const lookEveryMs = 500;
/** Kinds that an earlier workload may have left in the namespace. */
const pruned = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['policy/v1', 'PodDisruptionBudget'],
] as const;

/**
 * Applies a workload in place of whichever was there, and waits until every replica is Ready and the pods are spread over
 * the zones as the workload says; an uneven spread that an earlier run left is evened out by starting surplus pods anew.
 * Throws HarnessError: 'scenario-invalid' for manifests that are wrong, 'unavailable' when it is not complete in 180 s.
 */
export async function deployWorkload(
  access: { readonly client: KubeClient; readonly clock: Clock },
  request: WorkloadRequest,
  signal: AbortSignal,
): Promise<DeployedWorkload> {
  const { client, clock } = access;
  const { namespace, text, file } = request;
  const manifests = placed(parseManifests(text, file), request);
  const patience = { clock, signal, budgetMs: 60_000 };
  const applied = await retrying(patience, () => applyAll(client, manifests, namespace, signal));
  await retrying(patience, () => prune(client, manifests, namespace, signal));
  const nodes = await settle(access, namespace, signal);
  return { nodePort: applied.flatMap(nodePorts)[0], nodes };
}

/** What keeps a namespace's workload from its steady state, in sentences; empty when it is complete and spread. Throws ApiError. */
export async function workloadProblems(
  client: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const state = await readWorkload(client, namespace, signal);
  if (state.controllers.length === 0) return [`there is no workload in the namespace ${namespace}`];
  return [...incomplete(state), ...skewed(state).map(({ text }) => text)];
}

async function applyAll(
  client: KubeClient,
  manifests: readonly Manifest[],
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Applied[]> {
  const labels = { [managedByLabel]: managedBy };
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } };
  await client.apply(`/api/v1/namespaces/${namespace}`, body, { signal });
  const pathOf = pathFinder(client, signal);
  const applied: Applied[] = [];
  for (const manifest of manifests) {
    const path = `${await pathOf(manifest, namespace)}/${manifest.metadata.name}`;
    applied.push(await client.apply<Applied>(path, manifest, { signal }));
  }
  return applied;
}

/** Removes what an earlier workload left: its pods would be counted, and its Service would be found. */
async function prune(
  client: KubeClient,
  manifests: readonly Manifest[],
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const pathOf = pathFinder(client, signal);
  for (const [apiVersion, kind] of pruned) {
    const path = await pathOf({ apiVersion, kind }, namespace);
    const query = `?labelSelector=${encodeURIComponent(`${managedByLabel}=${managedBy}`)}`;
    const { items } = await client.list<Manifest>(path + query, { signal });
    const kept = new Set(manifests.filter((m) => m.kind === kind).map(({ metadata }) => metadata.name));
    for (const { metadata } of items) {
      if (!kept.has(metadata.name)) await client.remove(`${path}/${metadata.name}`, { signal });
    }
  }
}

async function settle(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  namespace: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const startedAt = clock.now();
  const restarted = new Set<string>();
  for (;;) {
    const state = await retrying({ clock, signal, budgetMs: 60_000 }, () => readWorkload(client, namespace, signal));
    const missing = incomplete(state);
    const uneven = skewed(state);
    if (missing.length + uneven.length === 0) return openNodes(state).map(({ metadata }) => metadata.name);
    signal.throwIfAborted();
    if (clock.now() - startedAt > readyTimeoutMs) {
      const problems = [...missing, ...uneven.map(({ text }) => text), ...obstacles(state)].join('; ');
      throw new HarnessError(
        'unavailable',
        `the workload is not complete after ${readyTimeoutMs / 1000} s: ${problems}`,
        {
          hint: `Look at its pods and their events in the namespace ${namespace}.`,
        },
      );
    }
    // Only when all stand still: a rollout under way may even it out by itself.
    const anew = missing.length === 0 ? uneven.flatMap(({ pods }) => pods).filter((pod) => !restarted.has(pod)) : [];
    for (const pod of anew) {
      restarted.add(pod);
      await client.remove(`/api/v1/namespaces/${namespace}/pods/${pod}`, { signal });
    }
    await clock.sleep(lookEveryMs, signal);
  }
}

interface Applied {
  readonly kind?: string;
  readonly spec?: { readonly ports?: readonly { readonly nodePort?: number }[] };
}

function nodePorts({ kind, spec }: Applied): readonly number[] {
  return kind === 'Service' ? (spec?.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []) : [];
}
