import type { StoredObject } from '../store/object.ts';
import { keyOf } from '../store/object.ts';
import type { ApiContext } from './handler.ts';
import { groupVersionOf } from './resources.ts';
import { fieldSelector, labelSelector, type Matches } from './selector.ts';
import { ApiRefusal, badRequest } from './status.ts';
import type { Listing } from './storage.ts';
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
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue') ?? '';
  const from = token === '' ? undefined : readToken(token);
  const { items, revision } = await listing(target, query, from, context);
  const matches = matcherOf(query, target);
  // Parts are cut from the order of keys, which is etcd's.
  const ordered =
    limit > 0 || from !== undefined ? [...items].sort((a, b) => (keyFrom(a) < keyFrom(b) ? -1 : 1)) : items;
  const unsent = from === undefined ? ordered : ordered.filter((object) => keyFrom(object) > from.start);
  const wanted = unsent.filter(matches);
  const kind = { kind: `${resource.kind}List`, apiVersion: groupVersionOf(resource) };
  const resourceVersion = String(revision);
  if (limit <= 0 || wanted.length <= limit) return { ...kind, metadata: { resourceVersion }, items: wanted };
  const part = wanted.slice(0, limit);
  const last = part.at(-1);
  const selected = (query.get('labelSelector') ?? '') !== '' || (query.get('fieldSelector') ?? '') !== '';
  const next: Continue = { v: 'meta.k8s.io/v1', rv: revision, start: last === undefined ? '' : keyFrom(last) };
  const metadata = {
    resourceVersion,
    continue: Buffer.from(JSON.stringify(next)).toString('base64url'),
    // How many are left is not known where a selector chooses among them.
    ...(selected ? {} : { remainingItemCount: wanted.length - part.length }),
  };
  return { ...kind, metadata, items: part };
}

async function listing(
  { stored, namespace }: Target,
  query: URLSearchParams,
  from: Continue | undefined,
  { storage }: ApiContext,
): Promise<Listing> {
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  if (match !== '' && version === '') {
    throw badRequest('resourceVersionMatch is forbidden unless resourceVersion is provided');
  }
  try {
    if (from !== undefined) return await storage.list(stored, namespace, from.rv);
    if (version === '') return await storage.list(stored, namespace, 'quorum');
    if (match === 'Exact') return await storage.list(stored, namespace, Number(version));
    const cached = await storage.list(stored, namespace, 'cache');
    if (cached.revision >= Number(version)) return cached;
    const newest = await storage.list(stored, namespace, 'quorum');
    if (newest.revision >= Number(version)) return newest;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ApiRefusal(410, 'Expired', from === undefined ? tooOld : continueTooOld);
  }
  throw tooNew(version);
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
