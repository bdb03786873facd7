import type { PodIdentity } from '../../../core/pod-identity.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import { conditionStatus, type Pod } from '../api-types.ts';
import type { ChaosAccess } from './access.ts';
import type { ProofRun } from './proof-run.ts';

const withinMs = 90_000;
const pollMs = 250;

/** Proves that the very pods that there were are gone, or are there and not Ready. */
export function podsProof(
  { client, clock }: ChaosAccess,
  pods: readonly PodIdentity[],
  how: 'gone' | 'unready',
): ProofRun {
  const holds = async ({ namespace, pod, uid }: PodIdentity, signal: AbortSignal): Promise<boolean> => {
    try {
      const stored = await client.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${pod}`, { signal });
      const same = stored?.metadata.uid === uid;
      if (how === 'gone') return !same;
      return same && conditionStatus(stored.status?.conditions, 'Ready') !== 'True';
    } catch {
      return false;
    }
  };
  const after = async (signal: AbortSignal): Promise<ProofRecord> => {
    const until = clock.now() + withinMs;
    const seen = new Map<PodIdentity, number>();
    for (;;) {
      for (const pod of pods.filter((one) => !seen.has(one))) {
        if (await holds(pod, signal)) seen.set(pod, clock.now());
      }
      if (seen.size === pods.length && seen.size > 0) {
        const texts = [...seen].map(([{ pod }, at]) => `${pod} ${words[how]} at ${(at / 1000).toFixed(1)} s`);
        return { status: 'proven', detail: texts.join('; ') };
      }
      if (signal.aborted || clock.now() > until) break;
      await clock.sleep(pollMs, signal);
    }
    const left = pods.filter((one) => !seen.has(one)).map(({ pod }) => pod);
    return { status: 'unproven', detail: `not seen ${words[how]}: ${left.join(', ') || 'any target'}` };
  };
  if (how === 'unready') return { before: async () => {}, after };
  const struck = async (signal: AbortSignal): Promise<boolean> =>
    (await Promise.all(pods.map((pod) => holds(pod, signal)))).every(Boolean);
  return { before: async () => {}, after, struck };
}

const words = { gone: 'gone', unready: 'not Ready' } as const;
