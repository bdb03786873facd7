import type { PodIdentity } from '../../../core/pod-identity.ts';
import type { ApiVerbOf } from '../../../core/api-verb.ts';
import { ApiError, passing } from '../api-error.ts';
import type { KubeObject } from '../api-types.ts';
import type { KubeClient } from '../kube-client.ts';
import type { ApiVerbKind } from './verb-kind.ts';

/** Well below what an injection may take as a whole. */
const leaveWithinMs = 240_000;

/** Evictions as a drain asks for them: again and again while a disruption budget says no, until the pods are gone. */
export const evictPods: ApiVerbKind<ApiVerbOf<'evict'>> = {
  act: ({ client, clock, verb: { pods } }) => {
    let asked: readonly PodIdentity[] = pods;
    let refusals = 0;
    let startedAt = 0;
    const ask = async (signal: AbortSignal): Promise<void> => {
      const left: PodIdentity[] = [];
      for (const pod of asked) {
        const answer = await evict(client, pod, signal);
        if (answer === 'refused') refusals += 1;
        if (answer !== 'accepted') left.push(pod);
      }
      asked = left;
    };
    return {
      apply: async (signal) => {
        startedAt = clock.now();
        await ask(signal);
      },
      prove: async (signal) => {
        await ask(signal);
        const there = await present(client, pods, signal);
        const seconds = ((clock.now() - startedAt) / 1000).toFixed(1);
        const waits = refusals === 0 ? 'no budget refused' : `budgets refused ${refusals} times`;
        if (there.length === 0) {
          return { status: 'proven', detail: `all ${pods.length} pods had left after ${seconds} s; ${waits}` };
        }
        const names = there.map(({ namespace, pod }) => `${namespace}/${pod}`).join(', ');
        return { status: 'unproven', detail: `${names} had not left after ${seconds} s; ${waits}` };
      },
      proofWithinMs: leaveWithinMs,
      // The pods run elsewhere by now; who may come back is up to whoever lets the node take pods again.
      undo: async () => '',
    };
  },
};

async function evict(
  client: KubeClient,
  { namespace, pod, uid }: PodIdentity,
  signal: AbortSignal,
): Promise<'accepted' | 'refused' | 'unanswered'> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`;
  const body = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: pod, namespace },
    deleteOptions: { preconditions: { uid } },
  };
  try {
    await client.create(path, body, { signal });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Gone, or another pod of that name: this one has left.
    if (error.status === 404 || error.status === 409) return 'accepted';
    if (error.status === 429) return 'refused';
    if (passing(error)) return 'unanswered';
    throw error;
  }
}

async function present(
  client: KubeClient,
  pods: readonly PodIdentity[],
  signal: AbortSignal,
): Promise<readonly PodIdentity[]> {
  const found = await Promise.all(
    pods.map(async (one) => {
      const stored = await client.get<KubeObject>(`/api/v1/namespaces/${one.namespace}/pods/${one.pod}`, { signal });
      return stored?.metadata.uid === one.uid ? [one] : [];
    }),
  );
  return found.flat();
}
