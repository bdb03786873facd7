import type { Clock } from '../base/clock.ts';
import { actionTitle } from '../core/action.ts';
import type { Cluster } from '../core/cluster.ts';
import { messageOf } from '../core/errors.ts';
import type { Journal, PendingAction } from './journal.ts';
import { undoStack } from './undo.ts';
import { within } from './within.ts';

/** What a recovery needs. */
export interface RecoverInput {
  /** As `pendingOf` gives them: newest first. */
  readonly pending: readonly PendingAction[];
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** The journal of the dead run: gets `gone` of each action, and `end` when nothing is left. */
  readonly journal: Journal;
  /** Ctrl-c. A recovery may be interrupted, because it can be called again. */
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  /** How long each heal, and each sweep, may take. Default 3 minutes. */
  readonly healDeadlineMs?: number;
}

/**
 * Undoes what a dead run left behind: its actions, newest first (those on nodes are, and need no API), its namespace,
 * and whatever else carries the harness's mark. Answers with what is left; never rejects for a heal that fails.
 */
export async function recoverRun(input: RecoverInput): Promise<readonly string[]> {
  const { cluster, clock, journal, note, signal } = input;
  const ms = input.healDeadlineMs ?? 180_000;
  const undo = undoStack({ clock, deadlineMs: ms, onFailure: note, signal });
  for (const { id, action } of [...input.pending].reverse()) {
    const title = actionTitle(action);
    const heal = async (own: AbortSignal): Promise<void> => {
      await cluster.prepare(action).heal(own, (stage) => note(`${title}: ${stage}`));
      await journal.append({ event: 'gone', id });
    };
    undo.file({ title, heal });
  }
  const unhealed = await undo.unwindAll();

  const step = async (what: string, work: (own: AbortSignal) => Promise<readonly string[]>) => {
    try {
      return await within({ clock, ms, what: 'it', signal }, work);
    } catch (error) {
      note(`could not finish the ${what}: ${messageOf(error)}`);
      return [`${what}: ${messageOf(error)}`];
    }
  };
  const swept = [
    // First what is in the nodes: it may be what keeps the API away.
    ...(await step('sweep of the cluster', cluster.sweep)),
    ...(await step('clean-up of the run', cluster.cleanUp)),
  ];
  // What could not be healed at first may be gone with the sweep, or the API is back by now.
  const stillUnhealed = unhealed.length > 0 ? await undo.unwindAll() : [];
  const leftovers = [...new Set([...stillUnhealed, ...swept])];
  if (leftovers.length === 0) await journal.append({ event: 'end' });
  return leftovers;
}
