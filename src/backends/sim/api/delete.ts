import { without } from '../../../base/without.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { ApiContext } from './handler.ts';
import { conflict, detailsOf, notFound } from './status.ts';
import type { Target } from './target.ts';
import type { WriteQuery } from './asked.ts';

/** What a client may say when it deletes. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
}

/** What became of it: gone at once, or marked and still there. */
export interface Removal {
  readonly object: StoredObject;
  readonly gone: boolean;
}

/**
 * Deletes, or marks as leaving: a pod for its grace period until its kubelet lets it go, an object with finalizers until the last
 * is taken off, a namespace until it is empty. Rejects with 404, and 409 where a precondition does not hold.
 */
export async function remove(
  target: Target,
  options: DeleteOptions,
  query: Pick<WriteQuery, 'dryRun'>,
  context: ApiContext,
): Promise<Removal> {
  const { id, stored, namespace, name = '' } = target;
  const key = keyOf(namespace, name);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const current = await context.storage.get(stored, key, 'quorum');
    if (current === undefined) throw notFound(id, name);
    demand(id, current, options);
    const graceSeconds = graceOf(id, current, options);
    const finalizers = held(current, options);
    const gone = graceSeconds === 0 && finalizers.length === 0 && id !== 'namespaces';
    if (!gone && leavesAlready(current, graceSeconds, finalizers)) return { object: current, gone };
    const next = gone ? current : leaving(id, current, { graceSeconds, finalizers }, context);
    if (isDryRun(query, options)) return { object: next, gone };
    const expect = Number(current.metadata.resourceVersion);
    const where = { resource: stored, key, expect };
    const result = await context.storage.write(
      gone ? { kind: 'delete', ...where } : { kind: 'put', object: next, ...where },
    );
    if (result.ok) return { object: result.object, gone };
  }
  throw conflict(id, name);
}

function isDryRun({ dryRun }: Pick<WriteQuery, 'dryRun'>, options: DeleteOptions): boolean {
  return dryRun || options.dryRun?.includes('All') === true;
}

/** The Status that says that an object is no more. */
export function goneStatus(id: string, { metadata }: StoredObject): object {
  const details = { ...detailsOf(id, metadata.name), uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

function demand(id: string, { metadata }: StoredObject, { preconditions = {} }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions;
  const { name } = metadata;
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw conflict(id, name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw conflict(id, name, why);
  }
}

/** How long a pod may take to leave, in seconds; one that no kubelet holds, or that has ended, goes at once. */
function graceOf(id: string, object: StoredObject, { gracePeriodSeconds }: DeleteOptions): number {
  if (id !== 'pods') return 0;
  const spec = object['spec'] as { readonly nodeName?: string; readonly terminationGracePeriodSeconds?: number };
  const phase = (object['status'] as { readonly phase?: string } | undefined)?.phase;
  if ((spec.nodeName ?? '') === '' || phase === 'Succeeded' || phase === 'Failed') return 0;
  return gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}

const ofPropagation = ['foregroundDeletion', 'orphan'];

/** The finalizers that hold an object, with the one that the garbage collector is asked by. */
function held({ metadata }: StoredObject, { propagationPolicy, orphanDependents }: DeleteOptions): readonly string[] {
  const { finalizers = [] } = metadata;
  if (propagationPolicy === undefined && orphanDependents === undefined) return finalizers;
  const others = finalizers.filter((one) => !ofPropagation.includes(one));
  if (propagationPolicy === 'Foreground') return [...others, 'foregroundDeletion'];
  return propagationPolicy === 'Orphan' || orphanDependents === true ? [...others, 'orphan'] : others;
}

/** A second deletion changes something only when it is to go faster. */
function leavesAlready({ metadata }: StoredObject, graceSeconds: number, finalizers: readonly string[]): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  const same = finalizers.length === (metadata.finalizers ?? []).length;
  return same && graceSeconds >= (metadata.deletionGracePeriodSeconds ?? 0);
}

function leaving(
  id: string,
  object: StoredObject,
  { graceSeconds, finalizers }: { readonly graceSeconds: number; readonly finalizers: readonly string[] },
  context: ApiContext,
): StoredObject {
  const at = new Date(Math.floor(context.unixMs() / 1000) * 1000 + graceSeconds * 1000);
  const { generation } = object.metadata;
  const metadata = {
    ...object.metadata,
    ...(finalizers.length === 0 ? {} : { finalizers }),
    deletionTimestamp: `${at.toISOString().slice(0, 19)}Z`,
    deletionGracePeriodSeconds: graceSeconds,
    ...(generation === undefined ? {} : { generation: generation + 1 }),
  };
  if (id !== 'namespaces') return { ...object, metadata };
  return {
    ...object,
    metadata: without(metadata, 'deletionGracePeriodSeconds'),
    status: { ...(object['status'] as object), phase: 'Terminating' },
  };
}
