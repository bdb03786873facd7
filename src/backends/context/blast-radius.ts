import type { Consent } from '../../core/cluster.ts';
import type { ClusterState } from '../../core/cluster-state.ts';
import { HarnessError } from '../../core/errors.ts';
import { allowFaultsLabel, managedBy, managedByLabel } from '../../core/identity.ts';
import type { KubeObject } from '../kube/api-types.ts';
import type { KubeClient } from '../kube/kube-client.ts';

/** What an action touches. */
export interface BlastRadius {
  readonly pods: readonly string[];
  readonly nodes: readonly string[];
  readonly namespaces: readonly string[];
}

/** The pods of an action's record ids (`ns/pod[/container]`), the nodes that they run on, and their namespaces. */
export function blastRadius(targets: readonly string[], state: Pick<ClusterState, 'pods'>): BlastRadius {
  const pods = [...new Set(targets.map((target) => target.split('/').slice(0, 2).join('/')))];
  const hit = state.pods.filter(({ namespace, name }) => pods.includes(`${namespace}/${name}`));
  return {
    pods,
    nodes: [...new Set(hit.flatMap(({ node }) => node ?? []))].sort(),
    namespaces: [...new Set(pods.map((pod) => pod.split('/')[0] ?? ''))].sort(),
  };
}

/**
 * Throws HarnessError('aborted') where an action goes beyond what a person allowed: more pods or nodes than were named, or a
 * namespace that neither was opted in nor is the harness's own. `before` is what earlier actions of the run touch.
 */
export async function mayTouch(
  client: KubeClient,
  consent: Consent,
  radii: readonly BlastRadius[],
  signal: AbortSignal,
): Promise<void> {
  const pods = new Set(radii.flatMap((radius) => radius.pods));
  const nodes = new Set(radii.flatMap((radius) => radius.nodes));
  const beyond = [
    ...(pods.size > consent.maxPods ? [`${pods.size} pods, and --max-pods is ${consent.maxPods}`] : []),
    ...(nodes.size > consent.maxNodes ? [`pods of ${nodes.size} nodes, and --max-nodes is ${consent.maxNodes}`] : []),
  ];
  if (beyond.length > 0) {
    throw new HarnessError('aborted', `the fault would touch ${beyond.join('; ')}`, {
      hint: 'Look at it with `plan`; then choose fewer targets, or allow more.',
    });
  }
  const closed: string[] = [];
  for (const name of new Set(radii.flatMap(({ namespaces }) => namespaces))) {
    const found = await client.get<KubeObject>(`/api/v1/namespaces/${name}`, { signal });
    const labels = found?.metadata.labels ?? {};
    if (labels[allowFaultsLabel] !== 'true' && labels[managedByLabel] !== managedBy) closed.push(name);
  }
  if (closed.length === 0) return;
  throw new HarnessError('aborted', `the namespace ${closed.join(', ')} was not opted in to faults`, {
    hint: `Whoever answers for it says: kubectl label namespace ${closed.join(' ')} ${allowFaultsLabel}=true`,
  });
}
