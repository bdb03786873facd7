import { keyQueue } from '../client/work-queue.ts';
import { conditionOf, type Pod, type Workload } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';

/** Keeps as many pods as a ReplicaSet wants: one that is leaving, or has ended, is none. */
export const replicaSet: Controller = {
  name: 'replicaset',
  start: (context) => {
    const { informers, process } = context;
    const queue = keyQueue(process, (key) => sync(context, key));
    informers.replicaSets.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOf(after.metadata.namespace, after.metadata.name));
    });
    informers.pods.onChange((before, after) => {
      const { metadata } = after ?? before ?? {};
      const owner = metadata?.ownerReferences?.find(
        ({ kind, controller }) => kind === 'ReplicaSet' && controller === true,
      );
      if (owner !== undefined) queue.add(keyOf(metadata?.namespace, owner.name));
    });
    for (const { metadata } of informers.replicaSets.values()) queue.add(keyOf(metadata.namespace, metadata.name));
  },
};

function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status?.phase !== 'Failed' && status?.phase !== 'Succeeded';
}

async function sync({ informers, client }: ControllerContext, key: string): Promise<void> {
  const set = informers.replicaSets.get(key);
  if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
  const { namespace = '', name, uid } = set.metadata;
  const pods = [...informers.pods.under('owner', uid)].filter(isActive);
  const wanted = set.spec.replicas ?? 1;
  const path = `/api/v1/namespaces/${namespace}/pods`;
  for (let i = pods.length; i < wanted; i += 1) await client.call('POST', path, { body: podOf(set) });
  const surplus = [...pods].sort(byWorth).slice(0, Math.max(0, pods.length - wanted));
  for (const pod of surplus) await client.call('DELETE', `${path}/${pod.metadata.name}`);
  const status = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    readyReplicas: pods.filter(({ status: one }) => conditionOf(one, 'Ready') === 'True').length,
    observedGeneration: set.metadata.generation ?? 1,
  };
  if (JSON.stringify(status) === JSON.stringify(set.status)) return;
  await client.call('PATCH', `/apis/apps/v1/namespaces/${namespace}/replicasets/${name}/status`, { body: { status } });
}

/** Which to delete first: not assigned, then not ready, then the youngest. */
function byWorth(a: Pod, b: Pod): number {
  const rank = ({ spec, status }: Pod): number =>
    spec.nodeName === undefined ? 0 : conditionOf(status, 'Ready') === 'True' ? 2 : 1;
  return rank(a) - rank(b) || ((a.metadata.creationTimestamp ?? '' < (b.metadata.creationTimestamp ?? '')) ? 1 : -1);
}

function podOf({ metadata, spec }: Workload): object {
  const { name, uid } = metadata;
  return {
    metadata: {
      ...spec.template.metadata,
      generateName: `${name}-`,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: spec.template.spec,
  };
}
