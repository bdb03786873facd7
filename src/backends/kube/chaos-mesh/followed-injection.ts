import type { ChaosMeshAction } from '../../../core/action.ts';
import type { Injection, NoteStage } from '../../../core/cluster.ts';
import { HarnessError, messageOf } from '../../../core/errors.ts';
import { retrying } from '../api-error.ts';
import type { ChaosAccess } from './access.ts';
import { follow, type Following, type Maker } from './follow.ts';
import { healChaos } from './heal.ts';
import { applyChaos } from './inject.ts';

/** A Schedule may leave its first experiment for so long. */
const firstWithinMs = 240_000;
const pollMs = 1000;

/** A Schedule or a Workflow, ready to be applied, followed to the end, and taken back with all that it made. */
export function followedInjection(
  access: ChaosAccess,
  action: ChaosMeshAction & { readonly object: Maker },
): Injection {
  const { clock } = access;
  const following = follow(access, action.object);
  const over = new AbortController();
  let created: 'no' | 'maybe' | 'yes' = 'no';
  let watching: Promise<void> | undefined;
  return {
    inject: async (signal, note) => {
      created = 'maybe';
      await applyChaos(access, action, signal);
      created = 'yes';
      note('applied');
      await firstInjected(access, action, following, signal);
      note('injected');
      note('proved', following.verdict());
      watching = watch(access, following, over.signal);
    },
    heal: async (signal, note) => {
      over.abort();
      if (watching !== undefined) {
        await watching;
        note('proved', following.verdict());
      }
      await healChaos(access, action, { mayAppear: () => created === 'maybe', signal, note: butGone(note) });
      // What it made goes with it, each when it has recovered.
      while ((await retrying({ clock, signal }, () => following.look(signal))).length > 0) {
        signal.throwIfAborted();
        await clock.sleep(pollMs, signal);
      }
      note('gone');
    },
  };
}

function butGone(note: NoteStage): NoteStage {
  return (stage, proof) => {
    if (stage !== 'gone') note(stage, proof);
  };
}

async function firstInjected(
  { clock }: ChaosAccess,
  { object }: ChaosMeshAction,
  following: Following,
  signal: AbortSignal,
): Promise<void> {
  const until = clock.now() + firstWithinMs;
  let last = 'it has made nothing yet';
  while (clock.now() < until && !signal.aborted) {
    try {
      const children = await following.look(signal);
      if (children.some(({ injected }) => injected)) return;
      last = children.map(({ title, reason }) => `${title}: ${reason}`).join('; ') || last;
    } catch (error) {
      last = messageOf(error);
    }
    await clock.sleep(pollMs, signal);
  }
  signal.throwIfAborted();
  throw new HarnessError('unproven', `${object.kind} ${object.metadata.name} injected nothing: ${last}`, {
    hint: 'Look at the object’s events, and at those of what it made.',
  });
}

async function watch({ clock }: ChaosAccess, following: Following, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // What cannot be seen now is seen at the next look, or is not there to be judged.
    await following.look(signal).catch(() => undefined);
    await clock.sleep(pollMs, signal);
  }
}
