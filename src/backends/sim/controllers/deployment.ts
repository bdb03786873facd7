import { createHash } from 'node:crypto';
import type { PodTemplate, Workload } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { availability } from './deployment-conditions.ts';
import { shareOf } from './disruption.ts';
import { putStatus } from './pod-control.ts';

/** Moves a Deployment's pods from its old ReplicaSets to that of the newest template, within its surge and its unavailability. */
export const deployment: Controller = {
  name: 'deployment',
  start: (context) => {
    const { informers } = context;
    const queue = context.queue((key) => sync(context, key));
    informers.deployments.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOf(after.metadata.namespace, after.metadata.name));
    });
    informers.replicaSets.onChange((before, after) => {
      const { metadata } = after ?? before ?? {};
      const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
      if (owner !== undefined) queue.add(keyOf(metadata?.namespace, owner.name));
    });
    for (const { metadata } of informers.deployments.values()) queue.add(keyOf(metadata.namespace, metadata.name));
  },
};

interface Rollout {
  readonly owner: Workload;
  readonly newest: Workload | undefined;
  readonly old: readonly Workload[];
}

async function sync(context: ControllerContext, key: string): Promise<void> {
  const { informers, client } = context;
  const owner = informers.deployments.get(key);
  if (owner === undefined || owner.metadata.deletionTimestamp !== undefined) return;
  const { namespace = '', name, uid } = owner.metadata;
  const hash = templateHash(owner.spec.template);
  const sets = [...informers.replicaSets.under('owner', uid)].filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );
  const newest = sets.find(({ metadata }) => metadata.name === `${name}-${hash}`);
  const old = sets.filter((set) => set !== newest);
  if (newest === undefined) {
    const replicas = Math.min(owner.spec.replicas ?? 1, room({ owner, newest, old }));
    const path = `/apis/apps/v1/namespaces/${namespace}/replicasets`;
    await client.call('POST', path, { body: setOf(owner, hash, replicas) });
  } else await scale(context, { owner, newest, old });
  await report(context, { owner, newest, old });
}

const countOf = (set: Workload, field: string): number => Number(set.status?.[field] ?? 0);
const wantedOf = ({ spec }: Workload): number => spec.replicas ?? 1;

/** How many pods the newest set may have while the old ones have theirs. */
function room({ owner, old }: Rollout): number {
  const wanted = wantedOf(owner);
  const { maxSurge } = limits(owner);
  return Math.max(0, wanted + maxSurge - old.reduce((sum, set) => sum + wantedOf(set), 0));
}

/** 25 % each, the surge rounded up, the unavailability down; both 0 would stand still (k8s.io/kubernetes, deployment/util). */
function limits({ spec }: Workload): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const wanted = spec.replicas ?? 1;
  const { type, rollingUpdate = {} } = spec.strategy ?? {};
  if (type === 'Recreate') return { maxSurge: 0, maxUnavailable: wanted };
  const maxSurge = shareOf(rollingUpdate.maxSurge ?? '25%', wanted);
  const maxUnavailable = shareOf(rollingUpdate.maxUnavailable ?? '25%', wanted, Math.floor);
  return { maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : Math.min(maxUnavailable, wanted) };
}

async function scale(context: ControllerContext, rollout: Rollout & { readonly newest: Workload }): Promise<void> {
  const { owner, newest, old } = rollout;
  const wanted = wantedOf(owner);
  if (wantedOf(newest) > wanted) await resize(context, newest, wanted);
  else {
    const next = Math.min(wanted, Math.max(wantedOf(newest), room(rollout)));
    if (next !== wantedOf(newest)) await resize(context, newest, next);
  }
  const total = [newest, ...old].reduce((sum, set) => sum + wantedOf(set), 0);
  const least = wanted - limits(owner).maxUnavailable;
  const unready = wantedOf(newest) - countOf(newest, 'availableReplicas');
  let spare = total - least - Math.max(0, unready);
  for (const set of old) {
    // Pods that serve nobody go first; of the others as many as may be missing.
    const idle = wantedOf(set) - countOf(set, 'availableReplicas');
    const less = Math.min(wantedOf(set), Math.max(0, Math.min(idle, spare) + Math.max(0, spare - idle)));
    if (less <= 0) continue;
    spare -= less;
    await resize(context, set, wantedOf(set) - less);
  }
}

async function resize({ client }: ControllerContext, { metadata }: Workload, replicas: number): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${metadata.namespace ?? ''}/replicasets/${metadata.name}`;
  await client.call('PATCH', path, { body: { spec: { replicas } } });
}

async function report({ client, stamp }: ControllerContext, { owner, newest, old }: Rollout): Promise<void> {
  const sets = newest === undefined ? old : [newest, ...old];
  const sum = (field: string): number => sets.reduce((total, set) => total + countOf(set, field), 0);
  const available = sum('availableReplicas');
  await putStatus(client, 'deployments', owner, {
    observedGeneration: owner.metadata.generation ?? 1,
    replicas: sum('replicas'),
    updatedReplicas: newest === undefined ? 0 : countOf(newest, 'replicas'),
    readyReplicas: sum('readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wantedOf(owner) - available),
    conditions: availability(owner, available >= wantedOf(owner) - limits(owner).maxUnavailable, stamp()),
  });
}

/** What the ReplicaSet of a template is called after. */
export function templateHash(template: PodTemplate): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
}

/** The ReplicaSet of a deployment's template. */
export function setOf({ metadata, spec }: Workload, hash: string, replicas: number): object {
  const mark = { 'pod-template-hash': hash };
  const { template, selector } = spec;
  const labels = { ...template.metadata?.labels, ...mark };
  const { name, namespace, uid } = metadata;
  return {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      replicas,
      selector: { matchLabels: { ...selector.matchLabels, ...mark } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}
