import type { Pod } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { isActive, isReady, ownerOf, type PodControl, podControl, podOf, putStatus } from './pod-control.ts';

/** Keeps as many pods as a ReplicaSet wants: one that is leaving, or has ended, is none. */
export const replicaSet: Controller = {
  name: 'replicaset',
  start: (context) => {
    const { informers } = context;
    const control = podControl(context);
    const queue = context.queue((key) => sync(context, control, key));
    informers.replicaSets.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOf(after.metadata.namespace, after.metadata.name));
    });
    informers.pods.onChange((before, after) => {
      const pod = after ?? before;
      const owner = pod === undefined ? undefined : ownerOf(pod);
      if (owner?.kind === 'ReplicaSet') queue.add(keyOf(pod?.metadata.namespace, owner.name));
    });
    for (const { metadata } of informers.replicaSets.values()) queue.add(keyOf(metadata.namespace, metadata.name));
  },
};

async function sync({ informers, client }: ControllerContext, control: PodControl, key: string): Promise<void> {
  const set = informers.replicaSets.get(key);
  if (set === undefined) return;
  const { uid, deletionTimestamp } = set.metadata;
  const pods = [...informers.pods.under('owner', uid)].filter(isActive);
  const wanted = set.spec.replicas ?? 1;
  try {
    if (deletionTimestamp !== undefined || !control.upToDate(uid)) return;
    if (pods.length < wanted) await control.create(set, wanted - pods.length, () => podOf(set, {}));
    if (pods.length > wanted) await control.remove(set, [...pods].sort(byWorth).slice(0, pods.length - wanted));
  } finally {
    // What there is is told, whether or not it could be changed.
    const ready = pods.filter(isReady).length;
    await putStatus(client, 'replicasets', set, {
      replicas: pods.length,
      // The API leaves zeros out; a merge patch takes out only what it names.
      fullyLabeledReplicas: pods.length || null,
      readyReplicas: ready || null,
      availableReplicas: ready || null,
      observedGeneration: set.metadata.generation ?? 1,
    });
  }
}

/** Which to delete first: not assigned, then not ready, then the youngest. */
function byWorth(a: Pod, b: Pod): number {
  const rank = (pod: Pod): number => (pod.spec.nodeName === undefined ? 0 : isReady(pod) ? 2 : 1);
  return rank(a) - rank(b) || ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? 1 : -1);
}
