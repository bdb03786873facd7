import { keyOf, type StoredObject } from '../store/object.ts';
import type { ApiContext } from './handler.ts';
import { conflict, notFound } from './status.ts';
import type { Target } from './target.ts';
import type { WriteQuery } from './write.ts';

/** What a client may say when it deletes. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * Deletes, or marks as leaving: a pod for its grace period until its kubelet lets it go, an object with finalizers until the last
 * is taken off, a namespace until it is empty. Rejects with 404.
 */
export async function remove(
  target: Target,
  options: DeleteOptions,
  query: WriteQuery,
  context: ApiContext,
): Promise<StoredObject> {
  const { id, namespace, name = '' } = target;
  const key = keyOf(namespace, name);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const current = await context.storage.get(id, key, 'quorum');
    if (current === undefined) throw notFound(id, name);
    const { uid } = options.preconditions ?? {};
    if (uid !== undefined && uid !== current.metadata.uid) throw conflict(id, name);
    if (query.dryRun) return current;
    const graceSeconds = graceOf(id, current, options);
    const mustWait = graceSeconds > 0 || (current.metadata.finalizers ?? []).length > 0 || id === 'namespaces';
    if (mustWait && current.metadata.deletionTimestamp !== undefined) return current;
    const expect = Number(current.metadata.resourceVersion);
    const result = await context.storage.write(
      mustWait
        ? { kind: 'put', resource: id, key, object: leaving(id, current, graceSeconds, context), expect }
        : { kind: 'delete', resource: id, key, expect },
    );
    if (result.ok) return result.object;
  }
  throw conflict(id, name);
}

/** How long a pod may take to leave, in seconds; one that no kubelet holds goes at once. */
function graceOf(id: string, object: StoredObject, { gracePeriodSeconds }: DeleteOptions): number {
  if (id !== 'pods') return 0;
  const spec = object['spec'] as { readonly nodeName?: string; readonly terminationGracePeriodSeconds?: number };
  if (spec.nodeName === undefined) return 0;
  return gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}

function leaving(id: string, object: StoredObject, graceSeconds: number, context: ApiContext): StoredObject {
  const at = new Date(Math.floor(context.unixMs() / 1000) * 1000 + graceSeconds * 1000);
  const metadata = {
    ...object.metadata,
    deletionTimestamp: `${at.toISOString().slice(0, 19)}Z`,
    ...(id === 'pods' ? { deletionGracePeriodSeconds: graceSeconds } : {}),
    generation: (object.metadata.generation ?? 0) + 1,
  };
  if (id !== 'namespaces') return { ...object, metadata };
  return { ...object, metadata, status: { phase: 'Terminating' } };
}
