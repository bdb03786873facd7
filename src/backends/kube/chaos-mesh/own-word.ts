import type { AppliedObject } from '../../../core/action.ts';
import { messageOf } from '../../../core/errors.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import type { Pod } from '../api-types.ts';
import type { ChaosAccess } from './access.ts';
import { helperPath, objectPath, recordedTargets, type StoredChaos } from './paths.ts';
import type { ProofRun } from './proof-run.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const withinMs = 30_000;
const pollMs = 500;

interface Helper {
  readonly metadata: { readonly generation?: number };
  readonly status?: { readonly observedGeneration?: number; readonly failedMessage?: string };
}

/**
 * Proves an object that somebody else has written by what Chaos Mesh says of it, except where that is known to be untrue: of
 * mirrors of static pods, of pods that a kill left as they were, and of helper objects that were not carried out.
 */
export function ownWord(access: ChaosAccess, object: AppliedObject): ProofRun {
  const { client, clock } = access;
  const after = async (signal: AbortSignal): Promise<ProofRecord> => {
    const until = clock.now() + withinMs;
    for (;;) {
      let doubts: readonly string[];
      let targets: readonly string[] = [];
      try {
        const stored = await client.get<StoredChaos>(objectPath(object), { signal });
        targets = recordedTargets(stored);
        doubts = (await Promise.all(targets.map((id) => doubtOf(access, { object, stored, id }, signal)))).flat();
        if (targets.length === 0) doubts = ['it names no target'];
      } catch (error) {
        doubts = [messageOf(error)];
      }
      if (doubts.length === 0) {
        const detail = `by Chaos Mesh’s own word, which nothing contradicts: injected in ${targets.join(', ')}`;
        return { status: 'proven', detail };
      }
      if (signal.aborted || clock.now() > until) return { status: 'unproven', detail: doubts.join('; ') };
      await clock.sleep(pollMs, signal);
    }
  };
  return { before: async () => {}, after };
}

interface Told {
  readonly object: AppliedObject;
  readonly stored: StoredChaos | undefined;
  readonly id: string;
}

async function doubtOf({ client }: ChaosAccess, told: Told, signal: AbortSignal): Promise<readonly string[]> {
  const { object, id } = told;
  const [namespace = '', name = ''] = id.split('/');
  const helperAt = helperPath(object.kind, namespace, name);
  if (helperAt !== undefined) return doubtOfHelper(id, await client.get<Helper>(helperAt, { signal }));
  if (object.kind !== 'PodChaos' || object.spec.action === 'container-kill') return [];
  const pod = await client.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`, { signal });
  return pod === undefined ? [] : doubtOfPod(told, pod, object.spec.action);
}

function doubtOfHelper(id: string, helper: Helper | undefined): readonly string[] {
  const failed = helper?.status?.failedMessage ?? '';
  if (failed !== '') return [`${id}: ${failed}`];
  const behind = (helper?.status?.observedGeneration ?? 0) < (helper?.metadata.generation ?? 0);
  return behind ? [`${id}: its rules are not carried out yet`] : [];
}

function doubtOfPod({ stored, id }: Told, pod: Pod, action: 'pod-kill' | 'pod-failure'): readonly string[] {
  const { annotations, creationTimestamp = '', deletionTimestamp } = pod.metadata;
  if (annotations?.[mirrorAnnotation] !== undefined) {
    return [`${id} mirrors a static pod: its process is untouched, whatever Chaos Mesh says`];
  }
  if (action === 'pod-failure' || deletionTimestamp !== undefined) return [];
  const killedAt = Date.parse(stored?.metadata.creationTimestamp ?? '');
  return Date.parse(creationTimestamp) >= killedAt ? [] : [`${id} is the same as before`];
}
