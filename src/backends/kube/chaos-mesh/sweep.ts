import { experimentKinds } from 'chaos-mesh-types';
import type { AppliedObject, ChaosMeshAction } from '../../../core/action.ts';
import { messageOf } from '../../../core/errors.ts';
import { managedBy, managedByLabel } from '../../../core/identity.ts';
import { ApiError, retrying } from '../api-error.ts';
import type { ChaosAccess } from './access.ts';
import { healChaos } from './heal.ts';
import { labelledPath, type StoredChaos } from './paths.ts';

/** Every kind that a fault may apply; what makes experiments goes first, lest it make more of them while it is healed. */
export const appliedKinds: readonly AppliedObject['kind'][] = ['Workflow', 'Schedule', ...experimentKinds];

/** Heals every Chaos Mesh object that carries the harness's mark, of any run. Answers with what is left. */
export async function sweepChaos(access: ChaosAccess, signal: AbortSignal): Promise<readonly string[]> {
  const left: string[] = [];
  for (const kind of appliedKinds) {
    for (const stored of await marked(access, kind, signal)) {
      const action = asAction(kind, stored);
      try {
        await healChaos(access, action, { mayAppear: () => false, signal, note: () => undefined });
      } catch (error) {
        left.push(`${kind} ${stored.metadata.name}: ${messageOf(error)}`);
      }
    }
  }
  return left;
}

async function marked(
  { client, clock }: ChaosAccess,
  kind: AppliedObject['kind'],
  signal: AbortSignal,
): Promise<readonly StoredChaos[]> {
  try {
    const path = labelledPath(kind, `${managedByLabel}=${managedBy}`);
    return (await retrying({ clock, signal }, () => client.list<StoredChaos>(path, { signal }))).items;
  } catch (error) {
    // No such kind: Chaos Mesh is not installed, so nothing of it is left.
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** Enough of an action to heal by: whom it touched stands in its own records. */
function asAction(kind: AppliedObject['kind'], { metadata, status }: StoredChaos): ChaosMeshAction {
  const object = { kind, metadata: { name: metadata.name, namespace: metadata.namespace ?? '' } } as AppliedObject;
  const targets = (status?.experiment?.containerRecords ?? []).map(({ id }) => id);
  return { kind: 'chaos-mesh', object, targets, proof: { kind: 'containers-replaced', containers: [] } };
}
