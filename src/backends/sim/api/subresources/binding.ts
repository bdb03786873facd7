import type { HttpAnswer } from '../../http/messages.ts';
import type { ApiContext } from '../handler.ts';
import { type Asked, writeQuery } from '../asked.ts';
import { conflict, invalidObject, required } from '../status.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Target } from '../target.ts';
import { update } from '../write.ts';

interface Condition {
  readonly type: string;
}

/** Puts a pod on a node, once. Rejects with 409 when it has one. */
export async function bind(target: Target, asked: Asked, context: ApiContext): Promise<HttpAnswer> {
  const { name = '' } = target;
  const node = (asked.body as { target?: { name?: string } } | undefined)?.target?.name ?? '';
  if (node === '') throw invalidObject({ group: '', kind: 'Binding' }, name, [required('target.name')]);
  const at = context.timestamp();
  const make = (current: StoredObject): StoredObject => {
    const spec = current['spec'] as { readonly nodeName?: string };
    if ((spec.nodeName ?? '') !== '') {
      throw conflict('pods/binding', name, `pod ${name} is already assigned to node "${spec.nodeName ?? ''}"`);
    }
    const { conditions = [], ...status } = (current['status'] ?? {}) as { readonly conditions?: readonly Condition[] };
    const others = conditions.filter(({ type }) => type !== 'PodScheduled');
    const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: at };
    return { ...current, spec: { ...spec, nodeName: node }, status: { ...status, conditions: [...others, scheduled] } };
  };
  await update({ ...target, subresource: undefined, whole: true }, { make }, writeQuery(asked), context);
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}
