import type { Asked, WriteQuery } from '../asked.ts';
import type { ApiContext } from '../handler.ts';
import { mergePatch } from '../merge.ts';
import { ApiRefusal, badRequest } from '../status.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Target } from '../target.ts';
import { create, readBody, update } from '../write.ts';
import { applied } from './apply.ts';
import { jsonPatch } from './json-patch.ts';
import { strategicMerge } from './strategic-merge.ts';

/** The media types of patches. */
export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** A patch of any type. Rejects with 400, 404, 409, 415 and 422. */
export async function patch(
  target: Target,
  { headers, body, query: search }: Asked,
  query: WriteQuery,
  context: ApiContext,
): Promise<{ readonly object: StoredObject; readonly created: boolean }> {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (type === patchTypes.apply || type === 'application/apply-patch+cbor') {
    if (!search.has('fieldManager'))
      throw badRequest(
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      );
    return apply(target, body, search.get('force') === 'true', { query, context });
  }
  const change = changeOf(type, target, body);
  const expect = type === patchTypes.json ? undefined : versionIn(body);
  const make = (current: StoredObject): StoredObject => readPatched(change(current), target, query);
  return { object: await update(target, { make, expect }, query, context), created: false };
}

function changeOf(type: string, { resource }: Target, body: unknown): (current: StoredObject) => unknown {
  if (type === patchTypes.json) return (current) => jsonPatch(current, body);
  if (type === patchTypes.merge) return (current) => mergePatch(current, body);
  if (type === patchTypes.strategic && resource.model !== undefined) {
    const { model } = resource;
    return (current) => strategicMerge(current, body, model);
  }
  const known = Object.values(patchTypes).filter((one) => resource.model !== undefined || one !== patchTypes.strategic);
  const message = `the body of the request was in an unknown format - accepted media types include: ${known.join(', ')}`;
  throw new ApiRefusal(415, 'UnsupportedMediaType', message);
}

/** A status patch is read as part of the object; what is strange in what was there before is not this writer's doing. */
function readPatched(patched: unknown, { resource }: Target, query: WriteQuery): StoredObject {
  try {
    return readBody(patched, resource, query);
  } catch (error) {
    const isStrict = error instanceof ApiRefusal && error.message.startsWith('strict decoding error');
    throw isStrict ? refusedPatch(patched, error.message) : error;
  }
}

/** What was made of the object is at fault, not the request: a real API server names the whole of it, and no kind. */
function refusedPatch(patched: unknown, reason: string): ApiRefusal {
  const value = JSON.stringify(JSON.stringify(patched));
  return new ApiRefusal(422, 'Invalid', ` "" is invalid: patch: Invalid value: ${value}: ${reason}`);
}

/** A patch that names a version is for that version. */
function versionIn(body: unknown): string | undefined {
  const version = (body as { metadata?: { resourceVersion?: string } | null } | null)?.metadata?.resourceVersion;
  return typeof version === 'string' && version !== '' ? version : undefined;
}

async function apply(
  target: Target,
  body: unknown,
  force: boolean,
  { query, context }: { readonly query: WriteQuery; readonly context: ApiContext },
): Promise<{ readonly object: StoredObject; readonly created: boolean }> {
  const { resource, name = '', subresource } = target;
  const { apiVersion, kind } = (body ?? {}) as Partial<StoredObject>;
  if (apiVersion === undefined || kind === undefined) {
    throw badRequest(
      "error decoding patch: Object 'Kind' is missing: apiVersion and kind are required for apply patch",
    );
  }
  const given = readBody(body, resource, query);
  const metadata = given.metadata as StoredObject['metadata'] | undefined;
  const config = metadata?.name === name ? given : { ...given, metadata: { ...given.metadata, name } };
  const writer = { manager: query.manager, force, subresource, time: context.timestamp(), model: resource.model };
  try {
    const make = (current: StoredObject): StoredObject => applied(current, config, writer);
    const expect = versionIn(body);
    return { object: await update(target, { make, owns: true, expect }, query, context), created: false };
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.answer.status === 404 && subresource === undefined)) throw error;
    return { object: await create(target, applied(undefined, config, writer), query, context), created: true };
  }
}
