import type { Scope } from '../store/changes.ts';
import type { StoredObject } from '../store/object.ts';
import { keyOf } from '../store/object.ts';
import type { ApiContext } from './handler.ts';
import { groupVersionOf } from './resources.ts';
import { fieldIn, fieldSelector, labelSelector, type Matches } from './selector.ts';
import { ApiRefusal, badRequest } from './status.ts';
import type { Listing, Storage } from './storage.ts';
import type { Target } from './target.ts';

/** A list as the API answers it. */
export interface ListBody {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly StoredObject[];
}

/** Where a list that came in parts goes on: the revision of its first part, and the last key that was sent. */
interface Continue {
  readonly v: 'meta.k8s.io/v1';
  readonly rv: number;
  readonly start: string;
}

/** What the selectors of a query let through. Throws 400. */
export function matcherOf(query: URLSearchParams, { resource }: Target): Matches {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  const tests = [
    ...(labels === '' ? [] : [labelSelector(labels)]),
    ...(fields === '' ? [] : [fieldSelector(fields, resource)]),
  ];
  return (object) => tests.every((test) => test(object));
}

/** Lists a collection: whole or in parts, as new as the query asks. Rejects with 400, 410 and 504. */
export async function list(target: Target, query: URLSearchParams, context: ApiContext): Promise<ListBody> {
  const { resource } = target;
  const limit = Number(said(query, 'limit') ?? 0);
  const token = said(query, 'continue');
  const from = token === undefined ? undefined : readToken(token);
  const { items, revision } = await listing(target, query, from, narrowed(query, context));
  const wanted = (limit > 0 || from !== undefined ? ordered(items, from) : items).filter(matcherOf(query, target));
  const kind = { kind: `${resource.kind}List`, apiVersion: groupVersionOf(resource) };
  const resourceVersion = String(revision);
  const part = limit > 0 ? wanted.slice(0, limit) : wanted;
  const last = part.at(-1);
  if (last === undefined || part.length === wanted.length)
    return { ...kind, metadata: { resourceVersion }, items: part };
  const next: Continue = { v: 'meta.k8s.io/v1', rv: revision, start: keyFrom(last) };
  const metadata = {
    resourceVersion,
    continue: Buffer.from(JSON.stringify(next)).toString('base64url'),
    // How many are left is not known where a selector chooses among them.
    ...(isSelective(query) ? {} : { remainingItemCount: wanted.length - part.length }),
  };
  return { ...kind, metadata, items: part };
}

/** Lists of the pods of one node, or of the one object of a name, are found by it: every kubelet asks for both. */
function narrowed(query: URLSearchParams, context: ApiContext): ApiContext {
  const scope = scopeOf(query);
  const { storage } = context;
  const list: Storage['list'] = (resource, namespace, at) => storage.list(resource, namespace, at, scope);
  const own: Storage = { get: (...of) => storage.get(...of), write: (command) => storage.write(command), list };
  return { ...context, storage: own };
}

/** The one name, or the one node, that a query's field selectors ask for. Pods that are on none are not found by that. */
export function scopeOf(query: URLSearchParams): Scope {
  const fields = query.get('fieldSelector') ?? '';
  const node = fieldIn(fields, 'spec.nodeName');
  return { name: fieldIn(fields, 'metadata.name'), node: node === '' ? undefined : node };
}

/** What a query says; an empty value says nothing. */
function said(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  return value === null || value === '' ? undefined : value;
}

function isSelective(query: URLSearchParams): boolean {
  return said(query, 'labelSelector') !== undefined || said(query, 'fieldSelector') !== undefined;
}

/** In the order of keys, which is etcd's: parts are cut from it. */
function ordered(items: readonly StoredObject[], from: Continue | undefined): readonly StoredObject[] {
  const sorted = [...items].sort((a, b) => (keyFrom(a) < keyFrom(b) ? -1 : 1));
  return from === undefined ? sorted : sorted.filter((object) => keyFrom(object) > from.start);
}

async function listing(
  target: Target,
  query: URLSearchParams,
  from: Continue | undefined,
  context: ApiContext,
): Promise<Listing> {
  const version = said(query, 'resourceVersion');
  const match = said(query, 'resourceVersionMatch');
  if (match !== undefined && version === undefined) {
    throw badRequest('resourceVersionMatch is forbidden unless resourceVersion is provided');
  }
  const exact = from?.rv ?? (match === 'Exact' ? Number(version) : undefined);
  if (exact !== undefined) return await listingAt(target, exact, from === undefined ? tooOld : continueTooOld, context);
  return await listingSince(target, version, context);
}

async function listingAt(
  { stored, namespace }: Target,
  at: number,
  old: string,
  { storage }: ApiContext,
): Promise<Listing> {
  try {
    return await storage.list(stored, namespace, at);
  } catch (error) {
    if (error instanceof RangeError) throw new ApiRefusal(410, 'Expired', old);
    throw error;
  }
}

/** As new as a version at least; as new as there is where none is named. */
async function listingSince(
  { stored, namespace }: Target,
  version: string | undefined,
  { storage }: ApiContext,
): Promise<Listing> {
  if (version !== undefined) {
    const cached = await storage.list(stored, namespace, 'cache');
    if (cached.revision >= Number(version)) return cached;
  }
  const newest = await storage.list(stored, namespace, 'quorum');
  if (version !== undefined && newest.revision < Number(version)) throw tooNew(version);
  return newest;
}

const tooOld = 'The resourceVersion for the provided list is too old.';
const continueTooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

/** 504: the cluster has not come so far. */
function tooNew(version: string): ApiRefusal {
  return new ApiRefusal(504, 'Timeout', `Timeout: Too large resource version: ${version}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

function readToken(token: string): Continue {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Continue>;
    if (v === 'meta.k8s.io/v1' && typeof rv === 'number' && typeof start === 'string') return { v, rv, start };
  } catch {
    // Said below.
  }
  throw badRequest('continue key is not valid: it was not made by this API');
}

function keyFrom({ metadata }: StoredObject): string {
  return keyOf(metadata.namespace, metadata.name);
}
