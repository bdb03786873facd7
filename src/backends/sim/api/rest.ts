import type { HttpAnswer, HttpRequest } from '../http/messages.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import { type DeleteOptions, remove } from './delete.ts';
import { discovery } from './discovery.ts';
import type { ApiContext, ApiHandler, Handled, WatchRequest } from './handler.ts';
import { mergePatch } from './merge.ts';
import { builtIn, type Resource } from './resources.ts';
import { fieldSelector, labelSelector, type Matches } from './selector.ts';
import { ApiRefusal, notFound } from './status.ts';
import { type Target, targetOf } from './target.ts';
import { create, update } from './write.ts';

/** The Kubernetes API over a storage. */
export const handleApi: ApiHandler = async (request, context) => {
  const [pathname = '/', search = ''] = request.path.split('?');
  const query = new URLSearchParams(search);
  const found = discovery(pathname, builtIn);
  if (found !== undefined) return found;
  const target = targetOf(pathname, builtIn);
  if (target === undefined) throw new ApiRefusal(404, 'NotFound', 'the server could not find the requested resource');
  return request.method === 'GET' ? read(target, query, context) : write(target, request, query, context);
};

async function read(target: Target, query: URLSearchParams, context: ApiContext): Promise<Handled> {
  const { id, namespace, name } = target;
  const cached = query.get('resourceVersion') === '0';
  if (name !== undefined) {
    const object = await context.storage.get(id, keyOf(namespace, name), cached ? 'cache' : 'quorum');
    if (object === undefined) throw notFound(id, name);
    return ok(object);
  }
  const matches = matcher(query);
  const watching = query.get('watch');
  if (watching === '1' || watching === 'true') return { watch: watchRequest(target, query, matches) };
  const { items, revision } = await context.storage.list(id, namespace, cached ? 'cache' : 'quorum');
  return ok(listOf(target.resource, items.filter(matches), revision));
}

function watchRequest({ id, namespace }: Target, query: URLSearchParams, matches: Matches): WatchRequest {
  const version = query.get('resourceVersion') ?? '';
  const seconds = query.get('timeoutSeconds');
  const node = /(?:^|,)spec\.nodeName=([^,]+)/.exec(query.get('fieldSelector') ?? '')?.[1];
  return {
    resource: id,
    namespace,
    after: version === '' || version === '0' ? undefined : Number(version),
    bookmarks: query.get('allowWatchBookmarks') === 'true',
    timeoutMs: seconds === null ? undefined : Number(seconds) * 1000,
    matches,
    node,
  };
}

async function write(
  target: Target,
  { method, body, headers }: HttpRequest,
  query: URLSearchParams,
  context: ApiContext,
): Promise<HttpAnswer> {
  const asked = { dryRun: query.get('dryRun') === 'All' };
  if (method === 'POST') return ok(await create(target, body as StoredObject, asked, context), 201);
  if (method === 'DELETE') return ok(await remove(target, (body ?? {}) as DeleteOptions, asked, context));
  if (method === 'PUT' && target.subresource === 'finalize') return ok(await letGo(target, context));
  if (method === 'PUT') {
    const next = body as StoredObject;
    const { resourceVersion } = next.metadata;
    const expect = resourceVersion === '' ? undefined : resourceVersion;
    return ok(await update(target, () => next, { ...asked, expect }, context));
  }
  if (method !== 'PATCH')
    throw new ApiRefusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  const patched = (current: StoredObject): StoredObject => mergePatch(current, body) as StoredObject;
  if (headers['content-type'] !== 'application/apply-patch+yaml')
    return ok(await update(target, patched, asked, context));
  try {
    return ok(await update(target, patched, asked, context));
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.answer.status === 404)) throw error;
    return ok(await create(target, body as StoredObject, asked, context), 201);
  }
}

/** A namespace whose last finalizer is taken off is no more. */
async function letGo({ id, name = '' }: Target, { storage }: ApiContext): Promise<unknown> {
  const result = await storage.write({ kind: 'delete', resource: id, key: name, expect: undefined });
  if (!result.ok) throw notFound(id, name);
  return result.object;
}

function matcher(query: URLSearchParams): Matches {
  const tests = [
    ...(query.has('labelSelector') ? [labelSelector(query.get('labelSelector') ?? '')] : []),
    ...(query.has('fieldSelector') ? [fieldSelector(query.get('fieldSelector') ?? '')] : []),
  ];
  return (object) => tests.every((test) => test(object));
}

function listOf({ group, version, kind }: Resource, items: readonly StoredObject[], revision: number): unknown {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: String(revision) }, items };
}

function ok(body: unknown, status = 200): HttpAnswer {
  return { status, body };
}
