import type { Proof, SignedPod } from '../../../core/action.ts';
import { messageOf } from '../../../core/errors.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import type { SignSeen } from '../inside.ts';
import type { ChaosAccess } from './access.ts';
import type { ProofRun } from './proof-run.ts';

const withinMs = 30_000;
const pollMs = 500;
/** In more pods than this a sign is looked for in the first ones only. */
const mostPods = 6;

/** Proves an effect by a sign that each pod lacks before, and shows after. */
export function signProof(
  { inside, clock }: ChaosAccess,
  { sign, pods }: Extract<Proof, { readonly kind: 'sign' }>,
): ProofRun {
  const looked = pods.slice(0, mostPods);
  let before: readonly (SignSeen | undefined)[] = [];
  const look = (pod: SignedPod, signal: AbortSignal): Promise<SignSeen | undefined> =>
    inside.lookFor(sign, pod, signal).catch((error: unknown) => ({ there: false, detail: messageOf(error) }));
  const after = async (signal: AbortSignal): Promise<ProofRecord> => {
    const early = looked.filter((_, index) => before[index]?.there !== false).map(({ pod }) => pod);
    if (early.length > 0 || looked.length === 0) {
      const detail = `what is looked for was there before, or could not be looked for, in ${early.join(', ') || 'any pod'}`;
      return { status: 'unproven', detail };
    }
    const until = clock.now() + withinMs;
    for (;;) {
      const seen = await Promise.all(looked.map((pod) => look(pod, signal)));
      const texts = seen.map((one, index) => `${looked[index]?.pod ?? ''}: ${one?.detail ?? ''}`);
      const proven = seen.every((one) => one?.there === true);
      if (proven || signal.aborted || clock.now() > until) {
        return { status: proven ? 'proven' : 'unproven', detail: texts.join('; ') };
      }
      await clock.sleep(pollMs, signal);
    }
  };
  return {
    before: async (signal) => {
      before = await Promise.all(looked.map((pod) => inside.lookFor(sign, pod, signal).catch(() => undefined)));
    },
    after,
  };
}
