import type { ChaosMeshAction } from '../../../core/action.ts';
import type { Pod } from '../api-types.ts';
import type { ChaosAccess } from './access.ts';

/**
 * Empties Chaos Mesh's chains in the networks of the action's pods, where its own recovery does not come; a pod that is
 * gone took them along. Rejects when it could not look everywhere: the cut may be in force still.
 */
export async function wipeRules(
  { client, inside }: ChaosAccess,
  { object, targets }: ChaosMeshAction,
  signal: AbortSignal,
): Promise<void> {
  if (object.kind !== 'NetworkChaos') return;
  for (const id of targets) {
    const [namespace = '', name = ''] = id.split('/');
    const pod = await client.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`, { signal });
    const node = pod?.spec.nodeName;
    if (node === undefined) continue;
    await inside.clearPodRules({ node, namespace, name }, signal);
  }
}
