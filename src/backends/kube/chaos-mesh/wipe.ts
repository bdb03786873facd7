import type { ChaosMeshAction } from '../../../core/action.ts';
import type { Pod } from '../api-types.ts';
import { inPodNetwork } from '../connect.ts';
import type { ChaosAccess } from './access.ts';

const wipeTimeoutMs = 20_000;
// The daemon writes with iptables-legacy; the chains stay, empty, as they do after its own recovery.
const script = ['iptables-legacy', 'iptables']
  .map((command) => `for chain in CHAOS-INPUT CHAOS-OUTPUT; do ${command} -w 5 -F "$chain" 2>/dev/null; done`)
  .join('; ');

/**
 * Empties Chaos Mesh's chains in the networks of the action's pods, where its own recovery does not come; a pod that is
 * gone took them along. Rejects when it could not look everywhere: the cut may be in force still.
 */
export async function wipeRules(
  { client, exec }: ChaosAccess,
  { object, targets }: ChaosMeshAction,
  signal: AbortSignal,
): Promise<void> {
  if (object.kind !== 'NetworkChaos') return;
  for (const id of targets) {
    const [namespace = '', name = ''] = id.split('/');
    const pod = await client.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`, { signal });
    const node = pod?.spec.nodeName;
    if (node === undefined) continue;
    const command = inPodNetwork({ namespace, name }, `sh -c '${script}; true'`);
    await exec(node, ['bash', '-c', command], { signal, timeoutMs: wipeTimeoutMs });
  }
}
