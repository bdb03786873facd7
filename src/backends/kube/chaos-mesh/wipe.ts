import type { ChaosMeshAction } from '../../../core/action.ts';
import { controllerOf, type Pod } from '../api-types.ts';
import type { PodPlace } from '../inside.ts';
import type { ChaosAccess } from './access.ts';

/**
 * Undoes an experiment in its pods where Chaos Mesh's own recovery does not come: its network rules are taken out; what it did
 * within a container is got rid of with the pod, which its owner makes anew. A pod that is gone took it along. Rejects when it
 * could not look everywhere, and where nobody would make the pod anew: the fault may be in force still.
 */
export async function wipe(
  access: ChaosAccess,
  { object, targets = [] }: ChaosMeshAction,
  signal: AbortSignal,
): Promise<void> {
  if (object.kind === 'Schedule' || object.kind === 'Workflow') return;
  // What was killed has been started again.
  if (object.kind === 'PodChaos' && object.spec.action !== 'pod-failure') return;
  const undo = object.kind === 'NetworkChaos' ? clearRules : startAnew;
  for (const id of targets) {
    const [namespace = '', name = ''] = id.split('/');
    const pod = await access.client.get<Pod>(podPath(namespace, name), { signal });
    if (pod?.spec.nodeName !== undefined) await undo(access, pod, { node: pod.spec.nodeName, namespace, name }, signal);
  }
}

type UndoInPod = (access: ChaosAccess, pod: Pod, place: PodPlace, signal: AbortSignal) => Promise<void>;

const podPath = (namespace: string, name: string): string => `/api/v1/namespaces/${namespace}/pods/${name}`;

const clearRules: UndoInPod = ({ inside }, _pod, place, signal) => inside.clearPodRules(place, signal);

const startAnew: UndoInPod = async ({ client }, pod, { namespace, name }, signal) => {
  if (controllerOf(pod) === undefined) throw new Error(`${namespace}/${name} belongs to nobody who would make it anew`);
  await client.remove(podPath(namespace, name), { signal });
};
