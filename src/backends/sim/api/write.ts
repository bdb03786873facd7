import { without } from '../../../base/without.ts';
import { keyOf, type Meta, type StoredObject } from '../store/object.ts';
import type { Command } from '../store/store.ts';
import type { WriteQuery } from './asked.ts';
import { decode, judgeUnknown } from './decode.ts';
import { begun, defaulted } from './defaults/index.ts';
import { keptService } from './defaults/service.ts';
import type { ApiContext } from './handler.ts';
import { sameJson } from './merge.ts';
import { tracked } from './patch/apply.ts';
import type { Resource } from './resources.ts';
import { ApiRefusal, badRequest, conflict, detailsOf, invalidObject, notFound, required } from './status.ts';
import type { Target } from './target.ts';
import { causesOf, updateCauses } from './validation/index.ts';
import { pruned } from './validation/schema.ts';

/** A body as an object of the resource, without fields that there are not; says which those were. Throws 400. */
export function readBody(body: unknown, resource: Resource, query: WriteQuery): StoredObject {
  const strange: string[] = [];
  const object = decode(body, resource, strange);
  const read = resource.custom === undefined ? object : pruned(object, resource.custom.schema, strange);
  query.warnings.push(...judgeUnknown(strange, query.fieldValidation));
  return read;
}

/** How often a name is drawn when the one before is taken (k8s.io/apiserver, registry/generic/registry/store.go, maxNameGenerationCreateAttempts). */
const nameDraws = 8;

/** Stores a new object. Rejects with 400, 403, 404, 409 AlreadyExists and 422. */
export async function create(
  target: Target,
  body: StoredObject,
  query: WriteQuery,
  context: ApiContext,
): Promise<StoredObject> {
  const { name = '', generateName = '' } = (body.metadata as Partial<Meta> | undefined) ?? {};
  for (let draw = 1; ; draw += 1) {
    try {
      return await createOnce(target, body, query, context);
    } catch (error) {
      const taken = error instanceof ApiRefusal && error.answer.status === 409;
      if (!taken || name !== '' || generateName === '' || draw >= nameDraws) throw error;
    }
  }
}

async function createOnce(
  target: Target,
  body: StoredObject,
  query: WriteQuery,
  context: ApiContext,
): Promise<StoredObject> {
  const { resource, id, stored, namespace } = target;
  const made = prepared(target, body, context);
  const { name } = made.metadata;
  const causes = causesOf(made, resource);
  if (causes.length > 0) throw invalidObject(resource, name, causes);
  if (namespace !== undefined) await demandNamespace(id, name, namespace, context);
  const admitted = await context.admit(id, 'CREATE', made);
  const key = keyOf(namespace, name);
  if (query.dryRun) {
    if ((await context.storage.get(stored, key, 'quorum')) !== undefined) throw exists(id, name);
    return admitted;
  }
  const result = await context.storage.write({ kind: 'put', resource: stored, key, object: admitted, expect: 0 });
  if (result.ok) return result.object;
  throw exists(id, name);
}

function exists(id: string, name: string): ApiRefusal {
  return new ApiRefusal(409, 'AlreadyExists', `${id} "${name}" already exists`, detailsOf(id, name));
}

function prepared({ resource, namespace }: Target, body: StoredObject, context: ApiContext): StoredObject {
  const given = (body.metadata as Partial<Meta> | undefined) ?? {};
  const name = newName(resource, namespace, given, context);
  const metadata: Meta = {
    ...without(given, 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'),
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: context.newUid(),
    creationTimestamp: context.timestamp(),
    resourceVersion: '',
    ...(countsGenerations(resource) ? { generation: 1 } : {}),
  };
  // What has a status of its own is not created with one; pods that a kubelet mirrors are.
  const { status, ...rest } = body;
  const mirror = given.annotations?.['kubernetes.io/config.mirror'] !== undefined;
  const own = status === undefined || (resource.status && !mirror) ? rest : body;
  return begun(defaulted({ ...own, metadata }, resource), resource, context);
}

/** What a new object is called. Throws 400 for another namespace's, 422 where it has no name. */
function newName(
  resource: Resource,
  namespace: string | undefined,
  given: Partial<Meta>,
  { newSuffix }: ApiContext,
): string {
  if (namespace !== undefined && (given.namespace ?? namespace) !== namespace && given.namespace !== '') {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if ((given.resourceVersion ?? '') !== '') {
    throw new ApiRefusal(500, '', 'resourceVersion should not be set on objects to be created');
  }
  const { generateName = '' } = given;
  const name = (given.name ?? '') || (generateName === '' ? '' : generateName + newSuffix());
  if (name === '') throw invalidObject(resource, '', [required('metadata.name', 'name or generateName is required')]);
  return name;
}

/** Kinds that count how often their specification changed. */
function countsGenerations({ kind, custom, status }: Resource): boolean {
  if (custom !== undefined) return true;
  const without = ['Namespace', 'Node', 'Service', 'PersistentVolume', 'PersistentVolumeClaim', 'ResourceQuota'];
  return (status && !without.includes(kind)) || ['EndpointSlice', 'NetworkPolicy'].includes(kind);
}

async function demandNamespace(id: string, name: string, space: string, { storage }: ApiContext): Promise<void> {
  const namespace =
    (await storage.get('namespaces', space, 'cache')) ?? (await storage.get('namespaces', space, 'quorum'));
  if (namespace === undefined) throw notFound('namespaces', space);
  if (namespace.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${space} because it is being terminated`;
  const causes = [
    { reason: 'NamespaceTerminating', message: `namespace ${space} is being terminated`, field: 'metadata.namespace' },
  ];
  throw new ApiRefusal(403, 'Forbidden', `${id} "${name}" is forbidden: ${why}`, { ...detailsOf(id, name), causes });
}

/** A change of an object: what it is to be, from what it is. */
export interface Change {
  readonly make: (current: StoredObject) => StoredObject;
  /** The version that the caller saw; undefined: whichever there is. */
  readonly expect?: string | undefined;
  /** Whether `make` also says who owns the fields. */
  readonly owns?: boolean;
}

/**
 * Changes an object: reads it, makes the next one, and writes it when nobody else did meanwhile; tries again where the caller did
 * not name a version. A change that changes nothing is not written.
 */
export async function update(
  target: Target,
  change: Change,
  query: WriteQuery,
  context: ApiContext,
): Promise<StoredObject> {
  const { id, stored, namespace, name = '' } = target;
  const key = keyOf(namespace, name);
  for (let attempt = 0; ; attempt += 1) {
    // The first look may be old: a write that was refused because of it looks again.
    const current = await context.storage.get(stored, key, attempt === 0 ? 'cache' : 'quorum');
    if (current === undefined || isOld(current, change)) {
      if (attempt === 0) continue;
      throw current === undefined ? notFound(id, name) : conflict(id, name);
    }
    const next = nextOf(target, current, change, { query, context });
    if (sameJson(next, current)) return current;
    const admitted = await admittedAs(target, next, context);
    if (query.dryRun) return admitted;
    const result = await context.storage.write(commandOf(target, key, current, admitted));
    if (result.ok) return result.object;
    if (attempt >= 4) throw conflict(id, name);
  }
}

/** Whether an object is another version than the one that the caller saw. */
function isOld({ metadata }: StoredObject, { expect = metadata.resourceVersion }: Change): boolean {
  return expect !== metadata.resourceVersion;
}

/** Webhooks are asked about objects, not about their parts. */
async function admittedAs(
  { id, subresource }: Target,
  next: StoredObject,
  { admit }: ApiContext,
): Promise<StoredObject> {
  return subresource === undefined ? admit(id, 'UPDATE', next) : next;
}

function commandOf({ stored: resource }: Target, key: string, from: StoredObject, to: StoredObject): Command {
  const expect = Number(from.metadata.resourceVersion);
  return released(to) ? { kind: 'delete', resource, key, expect } : { kind: 'put', resource, key, object: to, expect };
}

/** An object that was to go, and that nobody holds any more. */
function released(object: StoredObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds > 0 || finalizers.length > 0) return false;
  return object.kind !== 'Namespace' || object.apiVersion !== 'v1';
}

function nextOf(
  { resource, name = '', subresource, whole = false }: Target,
  current: StoredObject,
  { make, owns = false }: Change,
  { query, context }: { readonly query: WriteQuery; readonly context: ApiContext },
): StoredObject {
  const wanted = make(current);
  if (wanted.metadata.name !== name) {
    throw badRequest(`the name of the object (${wanted.metadata.name}) does not match the name on the URL (${name})`);
  }
  const { uid = '' } = wanted.metadata as Partial<Meta>;
  if (uid !== '' && uid !== current.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`;
    throw conflict(resource.plural, name, why);
  }
  const next = whole ? wanted : settled(current, wanted, { resource, subresource, owns });
  if (subresource === undefined) {
    const causes = [...causesOf(next, resource), ...updateCauses(current, next, resource)];
    if (causes.length > 0) throw invalidObject(resource, name, causes);
  }
  if (owns) return next;
  const writer = {
    manager: query.manager,
    force: false,
    subresource,
    time: context.timestamp(),
    model: resource.model,
  };
  return tracked(current, next, writer);
}

interface Settling {
  readonly resource: Resource;
  readonly subresource: string | undefined;
  readonly owns: boolean;
}

/** What of a wanted object counts: the status or the rest, and never what only the server sets. */
function settled(current: StoredObject, wanted: StoredObject, { resource, subresource, owns }: Settling): StoredObject {
  const owners = owns ? wanted.metadata.managedFields : undefined;
  if (subresource === 'status') {
    const metadata = owners === undefined ? current.metadata : { ...current.metadata, managedFields: owners };
    return { ...current, metadata, status: wanted['status'] };
  }
  const kept = resource.status && 'status' in current ? { ...wanted, status: current['status'] } : wanted;
  const full = defaulted(kept, resource);
  const next = resource.kind === 'Service' && resource.custom === undefined ? keptService(current, full) : full;
  const { generation } = current.metadata;
  const metadata = settledMeta(current.metadata, next.metadata);
  if (owners !== undefined) metadata['managedFields'] = owners;
  if (generation !== undefined && !sameEssence(next, current, resource)) metadata['generation'] = generation + 1;
  return { ...next, apiVersion: current.apiVersion, kind: current.kind, metadata: metadata as unknown as Meta };
}

const ofServer = new Set([
  'uid',
  'resourceVersion',
  'namespace',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'managedFields',
]);

/** Metadata as it was wanted, with what only the server sets as it was. */
function settledMeta(current: Meta, wanted: Meta): Record<string, unknown> {
  if (wanted === current) return { ...current };
  const settled: Record<string, unknown> = {};
  for (const key of Object.keys(wanted)) if (!ofServer.has(key)) settled[key] = wanted[key as keyof Meta];
  for (const key of Object.keys(current)) if (ofServer.has(key)) settled[key] = current[key as keyof Meta];
  return settled;
}

/** Whether all is the same that a generation is counted of: all but metadata, and but the status where that is apart. */
function sameEssence(a: StoredObject, b: StoredObject, { status: apart }: Resource): boolean {
  const isSame = (key: string): boolean =>
    key === 'metadata' || (apart && key === 'status') || sameJson(a[key], b[key]);
  return Object.keys(a).every(isSame) && Object.keys(b).every(isSame);
}
