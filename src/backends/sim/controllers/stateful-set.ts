import type { Pod, Workload } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { isReady, ownerOf, type PodControl, podControl, podOf, putStatus } from './pod-control.ts';

/** Keeps pods of fixed names, in order: the next only when those before are Ready, and none while one of its name is still there. */
export const statefulSet: Controller = {
  name: 'statefulset',
  start: (context) => {
    const { informers } = context;
    const control = podControl(context);
    const queue = context.queue((key) => sync(context, control, key));
    informers.statefulSets.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOf(after.metadata.namespace, after.metadata.name));
    });
    informers.pods.onChange((before, after) => {
      const pod = after ?? before;
      const owner = pod === undefined ? undefined : ownerOf(pod);
      if (owner?.kind === 'StatefulSet') queue.add(keyOf(pod?.metadata.namespace, owner.name));
    });
    for (const { metadata } of informers.statefulSets.values()) queue.add(keyOf(metadata.namespace, metadata.name));
  },
};

async function sync({ informers, client }: ControllerContext, control: PodControl, key: string): Promise<void> {
  const set = informers.statefulSets.get(key);
  if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
  const { name, uid, generation = 1 } = set.metadata;
  const wanted = set.spec.replicas ?? 1;
  const pods = new Map([...informers.pods.under('owner', uid)].map((pod) => [pod.metadata.name, pod]));
  if (control.upToDate(uid)) await step(set, control, pods, wanted);
  const ready = [...pods.values()].filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
  await putStatus(client, 'statefulsets', set, {
    observedGeneration: generation,
    replicas: pods.size,
    readyReplicas: ready,
    availableReplicas: ready,
    currentReplicas: pods.size,
    updatedReplicas: pods.size,
    currentRevision: `${name}-1`,
    updateRevision: `${name}-1`,
    collisionCount: 0,
  });
}

/** One thing at a time. A pod that is leaving, on a lost node too, holds its name until its object is gone. */
async function step(set: Workload, control: PodControl, pods: ReadonlyMap<string, Pod>, wanted: number): Promise<void> {
  const parallel = set.spec.podManagementPolicy === 'Parallel';
  for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
    const name = `${set.metadata.name}-${ordinal}`;
    const pod = pods.get(name);
    if (pod === undefined) {
      await control.create(set, 1, () =>
        podOf(set, { name, spec: { hostname: name, subdomain: set.spec.serviceName } }),
      );
      if (!parallel) return;
    } else if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') {
      await control.remove(set, [pod]);
      return;
    } else if (!parallel && (!isReady(pod) || pod.metadata.deletionTimestamp !== undefined)) return;
  }
  await removeLast(set, control, pods, wanted);
}

async function removeLast(
  set: Workload,
  control: PodControl,
  pods: ReadonlyMap<string, Pod>,
  wanted: number,
): Promise<void> {
  const surplus = [...pods.values()]
    .filter(({ metadata }) => ordinalOf(metadata.name) >= wanted)
    .sort((a, b) => ordinalOf(b.metadata.name) - ordinalOf(a.metadata.name));
  const [last] = surplus;
  if (last !== undefined && last.metadata.deletionTimestamp === undefined) await control.remove(set, [last]);
}

function ordinalOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('-') + 1));
}
