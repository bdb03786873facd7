import { keyOf, type Meta, type StoredObject } from '../store/object.ts';
import type { Command } from '../store/store.ts';
import { defaulted } from './defaults.ts';
import type { ApiContext } from './handler.ts';
import { sameJson } from './merge.ts';
import { ApiRefusal, conflict, notFound } from './status.ts';
import type { Target } from './target.ts';

/** How a write is asked for. */
export interface WriteQuery {
  readonly dryRun: boolean;
}

/** Stores a new object. Rejects with 409 AlreadyExists. */
export async function create(
  target: Target,
  body: StoredObject,
  query: WriteQuery,
  context: ApiContext,
): Promise<StoredObject> {
  const { resource, id, namespace } = target;
  if (namespace !== undefined) await demandNamespace(namespace, context);
  const given = body.metadata as Partial<Meta> | undefined;
  const name =
    given?.name ?? (given?.generateName === undefined ? undefined : given.generateName + context.newSuffix());
  if (name === undefined)
    throw new ApiRefusal(
      422,
      'Invalid',
      `${resource.kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
    );
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  const metadata: Meta = {
    ...given,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: context.newUid(),
    creationTimestamp: context.timestamp(),
    resourceVersion: '',
    generation: 1,
  };
  const made = defaulted(id, { ...body, apiVersion, kind: resource.kind, metadata }, context);
  const admitted = await context.admit(id, 'CREATE', made);
  if (query.dryRun) return admitted;
  const result = await context.storage.write({
    kind: 'put',
    resource: id,
    key: keyOf(namespace, name),
    object: admitted,
    expect: 0,
  });
  if (result.ok) return result.object;
  throw new ApiRefusal(409, 'AlreadyExists', `${id} "${name}" already exists`, { name, kind: id });
}

async function demandNamespace(name: string, { storage }: ApiContext): Promise<void> {
  const namespace = await storage.get('namespaces', name, 'cache');
  if (namespace === undefined && (await storage.get('namespaces', name, 'quorum')) === undefined)
    throw notFound('namespaces', name);
  if (namespace?.metadata.deletionTimestamp !== undefined) {
    const why = `unable to create new content in namespace ${name} because it is being terminated`;
    throw new ApiRefusal(403, 'Forbidden', why);
  }
}

/**
 * Changes an object: reads it, lets `change` make the next one, and writes it when nobody else did meanwhile; tries again where
 * the caller did not name a version. A change that changes nothing is not written.
 */
export async function update(
  target: Target,
  change: (current: StoredObject) => StoredObject,
  query: WriteQuery & { readonly expect?: string | undefined },
  context: ApiContext,
): Promise<StoredObject> {
  const { id, namespace, resource, name = '', subresource } = target;
  const key = keyOf(namespace, name);
  for (let attempt = 0; ; attempt += 1) {
    // The first look may be old: a write that was refused because of it looks again.
    const current = await context.storage.get(id, key, attempt === 0 ? 'cache' : 'quorum');
    if (current === undefined) {
      if (attempt > 0) throw notFound(id, name);
      continue;
    }
    const { metadata } = current;
    if (query.expect !== undefined && query.expect !== metadata.resourceVersion) {
      if (attempt > 0) throw conflict(id, name);
      continue;
    }
    const wanted = change(current);
    const next = settled(current, wanted, { status: subresource === 'status', apart: resource.status });
    if (sameJson(next, current)) return current;
    const admitted = subresource === undefined ? await context.admit(id, 'UPDATE', next) : next;
    if (query.dryRun) return admitted;
    const released =
      metadata.deletionTimestamp !== undefined &&
      (admitted.metadata.finalizers ?? []).length === 0 &&
      id !== 'pods' &&
      id !== 'namespaces';
    const command: Command = released
      ? { kind: 'delete', resource: id, key, expect: Number(metadata.resourceVersion) }
      : { kind: 'put', resource: id, key, object: admitted, expect: Number(metadata.resourceVersion) };
    const result = await context.storage.write(command);
    if (result.ok) return result.object;
    if (attempt >= 4) throw conflict(id, name);
  }
}

/** What of a wanted object counts: the status or the rest, and never what only the server sets. */
function settled(
  current: StoredObject,
  wanted: StoredObject,
  { status, apart }: { readonly status: boolean; readonly apart: boolean },
): StoredObject {
  if (status) return { ...current, status: wanted['status'] };
  const { uid, creationTimestamp, resourceVersion, deletionTimestamp, generation = 1 } = current.metadata;
  const kept = apart && 'status' in current ? { status: current['status'] } : {};
  const { metadata, ...rest } = wanted;
  const next: Readonly<Record<string, unknown>> = { ...rest, ...kept };
  const spec = apart ? sameJson(next['spec'], current['spec']) : sameJson({ ...next }, withoutMetadata(current));
  return {
    ...next,
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: {
      ...metadata,
      uid,
      resourceVersion,
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      generation: spec ? generation : generation + 1,
    },
  };
}

function withoutMetadata({ metadata: _, ...rest }: StoredObject): Readonly<Record<string, unknown>> {
  return rest;
}
