import type { HttpAnswer } from '../../http/messages.ts';
import type { ApiContext } from '../handler.ts';
import type { Asked } from '../asked.ts';
import { conflict, notFound } from '../status.ts';
import type { Target } from '../target.ts';

/** Sets what holds a namespace; one that is to go and is held by nothing is no more. */
export async function finalize(
  { id, name = '' }: Target,
  { body }: Asked,
  { storage }: ApiContext,
): Promise<HttpAnswer> {
  const { spec = {} } = (body ?? {}) as { readonly spec?: { readonly finalizers?: readonly string[] } };
  const finalizers = spec.finalizers ?? [];
  const current = await storage.get(id, name, 'quorum');
  if (current === undefined) throw notFound(id, name);
  const { deletionTimestamp, resourceVersion, finalizers: held = [] } = current.metadata;
  const goes = deletionTimestamp !== undefined && finalizers.length === 0 && held.length === 0;
  const expect = Number(resourceVersion);
  const object = { ...current, spec: { ...(current['spec'] as object), finalizers } };
  const result = await storage.write(
    goes
      ? { kind: 'delete', resource: id, key: name, expect }
      : { kind: 'put', resource: id, key: name, object, expect },
  );
  if (!result.ok) throw conflict(id, name);
  return { status: 200, body: result.object };
}
