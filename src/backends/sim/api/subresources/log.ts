import type { HttpAnswer } from '../../http/messages.ts';
import { keyOf } from '../../store/object.ts';
import type { ApiContext } from '../handler.ts';
import type { Asked } from '../asked.ts';
import { badRequest, notFound } from '../status.ts';
import type { Target } from '../target.ts';

/** What a container wrote: nothing, and says so. Rejects as the API does where there is no such container, or no node yet. */
export async function log(
  { id, namespace, name = '' }: Target,
  { query }: Asked,
  { storage }: ApiContext,
): Promise<HttpAnswer> {
  const pod = await storage.get(id, keyOf(namespace, name), 'quorum');
  if (pod === undefined) throw notFound(id, name);
  const spec = pod['spec'] as { readonly nodeName?: string; readonly containers: readonly { readonly name: string }[] };
  const names = spec.containers.map((container) => container.name);
  const container = query.get('container') ?? '';
  if (container === '' && names.length > 1) {
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  }
  if (container !== '' && !names.includes(container))
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  if ((spec.nodeName ?? '') === '') {
    throw badRequest(`pod ${name} does not have a host assigned`);
  }
  const text = `SIMULATED: container ${container === '' ? (names[0] ?? '') : container} of ${name} is a model, not a program. It writes no log.\n`;
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: text };
}
