import type { ChaosMeshAction } from '../../../core/action.ts';
import type { Injection } from '../../../core/cluster.ts';
import { messageOf } from '../../../core/errors.ts';
import type { ChaosAccess } from './access.ts';
import { isMaker } from './follow.ts';
import { followedInjection } from './followed-injection.ts';
import { healChaos } from './heal.ts';
import { applyChaos, awaitInjected } from './inject.ts';
import { proofRun } from './proof.ts';

/** A Chaos Mesh object, ready to be applied, proven and taken back. */
export function chaosInjection(access: ChaosAccess, action: ChaosMeshAction): Injection {
  const { object } = action;
  if (isMaker(object)) return followedInjection(access, { ...action, object });
  let created: 'no' | 'maybe' | 'yes' = 'no';
  return {
    inject: async (signal, note) => {
      const proof = proofRun(access, action);
      await proof.before(signal).catch((error: unknown) => {
        access.note(`before ${action.object.metadata.name}: ${messageOf(error)}`);
      });
      created = 'maybe';
      await applyChaos(access, action, signal);
      created = 'yes';
      note('applied');
      await awaitInjected(access, action, { signal, note, struck: proof.struck });
      note('proved', await proof.after(signal));
    },
    heal: (signal, note) => healChaos(access, action, { mayAppear: () => created === 'maybe', signal, note }),
  };
}
