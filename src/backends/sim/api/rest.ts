import type { HttpAnswer } from '../http/messages.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import { type Asked, pathAndQuery, type WriteQuery, writeQuery } from './asked.ts';
import { type DeleteOptions, goneStatus, remove } from './delete.ts';
import { discovery } from './discovery.ts';
import type { ApiContext, ApiHandler, Handled } from './handler.ts';
import { list, matcherOf } from './list.ts';
import { patch } from './patch/patch.ts';
import { review } from './review.ts';
import { notAllowed, notFound } from './status.ts';
import { special } from './subresources/index.ts';
import { asWanted } from './tables/as-wanted.ts';
import { builtInTarget, type Target, targetOf } from './target.ts';
import { watchOf } from './watch.ts';
import { create, readBody, update } from './write.ts';

/** The Kubernetes API over a storage. */
export const handleApi: ApiHandler = async (request, context) => {
  const { pathname, query } = pathAndQuery(request.path);
  let target = builtInTarget(pathname);
  if (target === undefined) {
    const found = (await discovery(pathname, request, context)) ?? review(pathname, request);
    if (found !== undefined) return found;
    target = await targetOf(pathname, context);
  }
  const { method, path, headers, body } = request;
  return await handleAt(target, { method, path, headers, body, query }, context);
};

function handleAt(target: Target, asked: Asked, context: ApiContext): Handled | Promise<Handled> {
  if (target.subresource !== undefined && target.subresource !== 'status') return special(target, asked, context);
  return asked.method === 'GET' ? read(target, asked, context) : write(target, asked, context);
}

function read(target: Target, asked: Asked, context: ApiContext): Handled | Promise<Handled> {
  const { query, headers } = asked;
  if (target.name !== undefined) return readOne(target, asked, context);
  const watching = query.get('watch');
  if (watching === '1' || watching === 'true') return { watch: watchOf(target, query, { headers, context }) };
  return readAll(target, asked, context);
}

/** Apart from the other reads: all that an async function holds costs with every request. */
async function readOne(target: Target, { query, headers }: Asked, context: ApiContext): Promise<HttpAnswer> {
  const { id, stored, resource, namespace, name = '' } = target;
  const cached = query.get('resourceVersion') === '0';
  const object = await context.storage.get(stored, keyOf(namespace, name), cached ? 'cache' : 'quorum');
  if (object === undefined) throw notFound(id, name);
  return ok(asWanted(object, resource, headers, context));
}

async function readAll(target: Target, { query, headers }: Asked, context: ApiContext): Promise<HttpAnswer> {
  return ok(asWanted(await list(target, query, context), target.resource, headers, context));
}

async function write(target: Target, asked: Asked, context: ApiContext): Promise<HttpAnswer> {
  const { method, body, headers } = asked;
  const query = writeQuery(asked);
  const { resource, name } = target;
  const told = (object: unknown, status = 200): HttpAnswer => {
    const answer = ok(asWanted(object, resource, headers, context), status);
    if (query.warnings.length === 0) return answer;
    const warnings = query.warnings.map((text) => `299 - "${text.replaceAll('"', '\\"')}"`);
    return { ...answer, headers: { warning: warnings.join(', ') } };
  };
  if (method === 'DELETE') return removal(target, asked, query, context);
  if (method === 'POST') {
    if (name !== undefined) throw notAllowed();
    return told(await create(target, readBody(body, resource, query), query, context), 201);
  }
  if (name === undefined) throw notAllowed();
  if (method === 'PUT') {
    const next = readBody(body, resource, query);
    const expect = (next.metadata as { resourceVersion?: string } | undefined)?.resourceVersion ?? '';
    return told(await update(target, { make: () => next, expect: expect === '' ? undefined : expect }, query, context));
  }
  if (method !== 'PATCH') throw notAllowed();
  const { object, created } = await patch(target, asked, query, context);
  return told(object, created ? 201 : 200);
}

async function removal(
  target: Target,
  { body, query }: Asked,
  write: WriteQuery,
  context: ApiContext,
): Promise<HttpAnswer> {
  const { id, resource, name } = target;
  const options = { ...fromQuery(query), ...(body as DeleteOptions | undefined) };
  if (name !== undefined) {
    const { object, gone } = await remove(target, options, write, context);
    return ok(gone && id !== 'pods' ? goneStatus(id, object) : object);
  }
  const found = await list(target, query, context);
  const matches = matcherOf(query, target);
  const items: StoredObject[] = [];
  for (const { metadata } of found.items.filter(matches)) {
    const one = { ...target, name: metadata.name, ...(resource.namespaced ? { namespace: metadata.namespace } : {}) };
    const removed = await remove(one, options, write, context).catch(ignoreGone);
    if (removed !== undefined) items.push(removed.object);
  }
  return ok({ ...found, items });
}

/** Somebody else was faster: what was to go is gone. */
function ignoreGone(error: unknown): undefined {
  if ((error as { answer?: HttpAnswer }).answer?.status === 404) return undefined;
  throw error;
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  const grace = query.get('gracePeriodSeconds');
  const propagationPolicy = query.get('propagationPolicy');
  return {
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(propagationPolicy === null ? {} : { propagationPolicy }),
  };
}

function ok(body: unknown, status = 200): HttpAnswer {
  return { status, body };
}
