import type { HttpAnswer } from '../../http/messages.ts';
import { keyOf, type StoredObject } from '../../store/object.ts';
import type { ApiContext } from '../handler.ts';
import { mergePatch } from '../merge.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { type Asked, writeQuery } from '../asked.ts';
import { invalid, invalidObject, notAllowed, notFound } from '../status.ts';
import type { Target } from '../target.ts';
import { update } from '../write.ts';

interface Scale {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly spec?: { readonly replicas?: number };
}

/** How many replicas an object wants and has. Rejects with 404. */
export async function readScale(target: Target, { storage }: ApiContext): Promise<HttpAnswer> {
  const { id, stored, namespace, name = '' } = target;
  const object = await storage.get(stored, keyOf(namespace, name), 'quorum');
  if (object === undefined) throw notFound(id, name);
  return { status: 200, body: scaleOf(object) };
}

/** Sets how many replicas an object wants, and nothing else. */
export async function writeScale(target: Target, asked: Asked, context: ApiContext): Promise<HttpAnswer> {
  const { method, body, headers } = asked;
  if (method !== 'PUT' && method !== 'PATCH') throw notAllowed();
  const { name = '' } = target;
  const isJson = headers['content-type']?.startsWith('application/json-patch') === true;
  const wanted = (current: StoredObject): Scale =>
    (method === 'PUT'
      ? body
      : isJson
        ? jsonPatch(scaleOf(current), body)
        : mergePatch(scaleOf(current), body)) as Scale;
  const make = (current: StoredObject): StoredObject => {
    const replicas = wanted(current).spec?.replicas ?? 0;
    if (replicas < 0) {
      const cause = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
      throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, name, [cause]);
    }
    return { ...current, spec: { ...(current['spec'] as object), replicas } };
  };
  const version = method === 'PUT' ? ((body as Scale | undefined)?.metadata?.resourceVersion ?? '') : '';
  const expect = version === '' ? undefined : version;
  return {
    status: 200,
    body: scaleOf(await update({ ...target, subresource: undefined }, { make, expect }, writeQuery(asked), context)),
  };
}

function scaleOf({ metadata, ...object }: StoredObject): object {
  const spec = object['spec'] as { readonly replicas?: number; readonly selector?: { readonly matchLabels?: object } };
  const status = (object['status'] ?? {}) as { readonly replicas?: number };
  const labels = Object.entries(spec.selector?.matchLabels ?? {});
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    // Go leaves a 0 out here (omitempty), and in the status not.
    spec: spec.replicas === undefined || spec.replicas === 0 ? {} : { replicas: spec.replicas },
    status: {
      replicas: status.replicas ?? 0,
      selector: labels.map(([key, value]) => `${key}=${String(value)}`).join(','),
    },
  };
}
