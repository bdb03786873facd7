import { sameJson } from '../api/merge.ts';
import type { ApiClient } from '../client/api-client.ts';
import { conditionOf, type Pod, type Workload } from '../objects.ts';
import { keyOf, type OwnerReference } from '../store/object.ts';
import type { ControllerContext } from './controller.ts';
import { ignoreGone } from './pods-of-nodes.ts';

/** Makes and deletes the pods of owners, and knows which of it the informer has not shown yet. */
export interface PodControl {
  /** False while the informer is behind what was done for this owner: who counts then counts wrong. */
  readonly upToDate: (uid: string) => boolean;
  /** Makes `count` pods: one, then two, four …, so that a template that is refused is not tried hundreds of times. */
  readonly create: (owner: Workload, count: number, make: (index: number) => object) => Promise<void>;
  readonly remove: (owner: Workload, pods: readonly Pod[]) => Promise<void>;
}

/** Most that one look makes or deletes (k8s.io/kubernetes, replica_set.go, BurstReplicas). */
const burst = 500;
/** What was expected for so long is not waited for any more. */
const forgetAfterMs = 300_000;

interface Expected {
  readonly at: number;
  /** Uids of pods that were made. */
  readonly made: Set<string>;
  readonly deleted: Set<string>;
}

/** The pod control of one controller. */
export function podControl({ informers, client, process }: ControllerContext): PodControl {
  const expected = new Map<string, Expected>();
  const of = (uid: string): Expected => {
    const known = expected.get(uid) ?? { at: process.now(), made: new Set<string>(), deleted: new Set<string>() };
    expected.set(uid, known);
    return known;
  };
  informers.pods.onChange((before, after) => {
    const pod = after ?? before;
    const owner = pod === undefined ? undefined : ownerOf(pod);
    const known = owner === undefined ? undefined : expected.get(owner.uid);
    if (known === undefined || pod === undefined) return;
    known.made.delete(pod.metadata.uid);
    if (after === undefined || after.metadata.deletionTimestamp !== undefined) known.deleted.delete(pod.metadata.uid);
  });
  const shown = (namespace: string, pod: Pod): boolean =>
    informers.pods.get(keyOf(namespace, pod.metadata.name))?.metadata.uid === pod.metadata.uid;
  return {
    upToDate: (uid) => {
      const known = expected.get(uid);
      if (known === undefined) return true;
      if (known.made.size + known.deleted.size > 0 && process.now() - known.at < forgetAfterMs) return false;
      expected.delete(uid);
      return true;
    },
    create: async (owner, count, make) => {
      const { namespace = '', uid } = owner.metadata;
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const left = Math.min(count, burst);
      for (let done = 0, batch = 1; done < left; done += batch, batch = Math.min(batch * 2, left - done)) {
        const indexes = Array.from({ length: Math.min(batch, left - done) }, (_, index) => done + index);
        await Promise.all(
          indexes.map(async (index) => {
            const pod = await client.call<Pod>('POST', path, { body: make(index) });
            if (!shown(namespace, pod)) of(uid).made.add(pod.metadata.uid);
          }),
        );
      }
    },
    remove: async ({ metadata: { namespace = '', uid } }, pods) => {
      for (const pod of pods) of(uid).deleted.add(pod.metadata.uid);
      await Promise.all(
        pods.map(({ metadata }) =>
          client.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${metadata.name}`).catch((error: unknown) => {
            of(uid).deleted.delete(metadata.uid);
            ignoreGone(error);
          }),
        ),
      );
    },
  };
}

/** Who looks after an object. */
export function ownerOf({ metadata }: Pick<Pod, 'metadata'>): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Neither leaving nor ended. */
export function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status?.phase !== 'Failed' && status?.phase !== 'Succeeded';
}

export function isReady({ status }: Pod): boolean {
  return conditionOf(status, 'Ready') === 'True';
}

/** A pod of a workload's template. */
export function podOf(
  { apiVersion, kind, metadata, spec }: Workload,
  more: { readonly name?: string; readonly spec?: object },
): object {
  const { name, uid } = metadata;
  const reference = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
  return {
    metadata: {
      ...spec.template.metadata,
      ...(more.name === undefined ? { generateName: `${name}-` } : { name: more.name }),
      ownerReferences: [reference],
    },
    spec: { ...spec.template.spec, ...more.spec },
  };
}

/** Writes a workload's status where it is another than before. */
export async function putStatus(client: ApiClient, plural: string, owner: Workload, status: object): Promise<void> {
  const { namespace = '', name } = owner.metadata;
  if (sameJson(status, owner.status)) return;
  await client.call('PATCH', `/apis/apps/v1/namespaces/${namespace}/${plural}/${name}/status`, { body: { status } });
}
