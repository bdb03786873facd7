import type { Clock } from '../../base/clock.ts';
import type { Injection } from '../../core/cluster.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { ProofRecord } from '../../core/timeline.ts';

/** Something done past Chaos Mesh: to a node, or to the API. Each call honours its signal. */
export interface Act {
  /** Looks at what the proof compares with; when it fails, the proof has to say so. */
  readonly before?: (signal: AbortSignal) => Promise<void>;
  /** Resolves when it is done; twice is once. */
  readonly apply: (signal: AbortSignal) => Promise<void>;
  /** One look at the effect; looked again until it is proven or `proofWithinMs` are over. */
  readonly prove: (signal: AbortSignal) => Promise<ProofRecord>;
  readonly proofWithinMs?: number;
  /** Idempotent, after a half-way apply too, and with what the action itself tells alone; answers with what stays, or ''. */
  readonly undo: (signal: AbortSignal) => Promise<string>;
  /**
   * After the undo, and no part of it: waits until what came back is well, so that a run leaves a steady cluster behind. Rejects
   * when it is not within a bound of its own.
   */
  readonly settle?: (signal: AbortSignal) => Promise<void>;
}

/** Whose act it is, and where, for people. */
interface ActSetting {
  readonly clock: Clock;
  readonly note: (text: string) => void;
  readonly title: string;
}

const proofWithinMs = 15_000;
const proofEveryMs = 500;

/** An act, ready to be done, proven and undone. */
export function actInjection(setting: ActSetting, act: Act): Injection {
  return {
    inject: async (signal, note) => {
      try {
        await act.before?.(signal);
      } catch (error) {
        signal.throwIfAborted();
        setting.note(`before ${setting.title}: ${messageOf(error)}`);
      }
      await act.apply(signal);
      // The call has returned, and with it the act is done: there is nobody else to say "injected".
      note('applied');
      note('injected');
      note('proved', await proofOf(setting, act, signal));
    },
    heal: async (signal, note) => {
      note('healing');
      const left = (await act.undo(signal)).trim();
      if (left !== '') throw notUndone(`${setting.title}: ${left}`);
      note('healed');
      await act.settle?.(signal);
      note('gone');
    },
  };
}

/** The error for what stays behind. */
export function notUndone(left: string): HarnessError {
  return new HarnessError('not-healed', `something of the harness stays: ${left}`, {
    hint: 'Run: npm run chaos -- recover',
  });
}

async function proofOf({ clock }: ActSetting, act: Act, signal: AbortSignal): Promise<ProofRecord> {
  const until = clock.now() + (act.proofWithinMs ?? proofWithinMs);
  for (;;) {
    let record: ProofRecord;
    try {
      record = await act.prove(signal);
    } catch (error) {
      record = { status: 'unproven', detail: `the effect could not be looked for: ${messageOf(error)}` };
    }
    if (record.status === 'proven' || signal.aborted || clock.now() > until) return record;
    await clock.sleep(proofEveryMs, signal);
  }
}
