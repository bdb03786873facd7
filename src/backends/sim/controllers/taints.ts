import type { ApiClient } from '../client/api-client.ts';
import type { Node, Taint } from '../objects.ts';
import { sameJson } from '../api/merge.ts';
import { ignoreGone } from './pods-of-nodes.ts';

export const unreachableTaint = 'node.kubernetes.io/unreachable';
export const notReadyTaint = 'node.kubernetes.io/not-ready';

/** Changes a node's taints as it has them now; nothing is written where nothing changes. */
export async function setTaints(
  client: ApiClient,
  seen: Node,
  change: (taints: readonly Taint[]) => readonly Taint[],
): Promise<void> {
  const path = `/api/v1/nodes/${seen.metadata.name}`;
  if (sameJson(change(seen.spec.taints ?? []), seen.spec.taints ?? [])) return;
  // Two that change taints at the same time must not undo each other: read, and write only over what was read.
  for (let attempt = 0; ; attempt += 1) {
    const { metadata, spec } = await client.call<Node>('GET', path);
    const taints = change(spec.taints ?? []);
    if (sameJson(taints, spec.taints ?? [])) return;
    const body = {
      metadata: { resourceVersion: metadata.resourceVersion },
      spec: { taints: taints.length === 0 ? null : taints },
    };
    try {
      await client.call('PATCH', path, { body });
      return;
    } catch (error) {
      if (attempt >= 4) return ignoreGone(error);
    }
  }
}
