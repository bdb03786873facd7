import { apiVersion, plurals, type ChaosStatus } from 'chaos-mesh-types';
import type { AppliedObject } from '../../../core/action.ts';
import type { KubeEvent, ObjectMeta } from '../api-types.ts';
import type { KubeClient } from '../kube-client.ts';

/** A Chaos Mesh object as the API has it. */
export interface StoredChaos {
  readonly metadata: ObjectMeta;
  readonly status?: ChaosStatus;
}

const group = `/apis/${apiVersion}`;

/** Where a kind's objects live. */
export function collectionPath(kind: AppliedObject['kind'], namespace: string): string {
  return `${group}/namespaces/${namespace}/${plurals[kind]}`;
}

/** Where an object lives. */
export function objectPath({ kind, metadata }: AppliedObject): string {
  return `${collectionPath(kind, metadata.namespace)}/${metadata.name}`;
}

/** Every object of a kind, in all namespaces, that bears the label. */
export function labelledPath(kind: AppliedObject['kind'], labelSelector: string): string {
  return `${group}/${plurals[kind]}?labelSelector=${encodeURIComponent(labelSelector)}`;
}

const helpers = {
  NetworkChaos: plurals.PodNetworkChaos,
  IOChaos: plurals.PodIOChaos,
  HTTPChaos: plurals.PodHttpChaos,
} as const satisfies Partial<Record<AppliedObject['kind'], string>>;

/** The helper objects that carry what a kind does to its pods, in the pods' names; undefined for a kind without any. */
export function helperPath(kind: AppliedObject['kind'], namespace: string, pod: string): string | undefined {
  const plural = kind in helpers ? helpers[kind as keyof typeof helpers] : undefined;
  return plural === undefined ? undefined : `${group}/namespaces/${namespace}/${plural}/${pod}`;
}

/** The targets that an object's own records name. */
export function recordedTargets(stored: StoredChaos | undefined): readonly string[] {
  return (stored?.status?.experiment?.containerRecords ?? []).map(({ id }) => id);
}

/**
 * Why an object does not get on, in Chaos Mesh's own words: the newest Warning event, else what the helper objects of its
 * targets say. Undefined when nobody says anything, or nobody can be asked.
 */
export async function complaint(
  client: KubeClient,
  object: AppliedObject,
  targets: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { namespace, name } = object.metadata;
    const selector = encodeURIComponent(`involvedObject.name=${name},involvedObject.kind=${object.kind},type=Warning`);
    const events = await client.list<KubeEvent>(`/api/v1/namespaces/${namespace}/events?fieldSelector=${selector}`, {
      signal,
    });
    const newest = events.items.at(-1)?.message;
    if (newest !== undefined) return newest;
    for (const [podNamespace = '', pod = ''] of targets.map((id) => id.split('/'))) {
      const helperAt = helperPath(object.kind, podNamespace, pod);
      if (helperAt === undefined) return undefined;
      const helper = await client.get<{ status?: { failedMessage?: string } }>(helperAt, { signal });
      const message = helper?.status?.failedMessage ?? '';
      if (message !== '') return message;
    }
    return undefined;
  } catch {
    return undefined;
  }
}
