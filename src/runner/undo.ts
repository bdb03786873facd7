import type { Clock } from '../base/clock.ts';
import { messageOf } from '../core/errors.ts';
import { within } from './within.ts';

/** Something to be undone, come what may. */
export interface Undo {
  /** For people: `NetworkChaos as-1-0`. */
  readonly title: string;
  /** What was filed of one group, one after the other, is undone together. Default: alone. */
  readonly group?: object;
  /** Idempotent; resolves when nothing is left. */
  readonly heal: (signal: AbortSignal) => Promise<void>;
}

/** What is still to be undone. */
export interface UndoStack {
  readonly file: (undo: Undo) => void;
  /** Undoes, once each and newest first, those that are `wanted`; what fails stays on the stack. */
  readonly unwind: (wanted: (undo: Undo) => boolean) => Promise<void>;
  /**
   * Undoes everything, newest first; every entry runs. What fails is tried again after the others for as long as that
   * helps: an undo may hang because of what an older entry broke. Leaves alone what another call is undoing.
   * Answers with what is not undone.
   */
  readonly unwindAll: () => Promise<readonly string[]>;
}

/** How undoing goes about it: each entry gets a signal and a deadline of its own, never those of the run. */
export interface UndoOptions {
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** Told of each failure. */
  readonly onFailure: (text: string) => void;
  /** A person wants no further tries; only `recover` has one, for it can be called again. */
  readonly signal?: AbortSignal;
}

/** An empty stack. */
export function undoStack(options: UndoOptions): UndoStack {
  const stack: Undo[] = [];
  /** In the hands of a pass: a second pass must not overtake it, for the order within a fault matters. */
  const claimed = new Set<Undo>();
  const failures = new Map<Undo, string>();

  const heal = async (undo: Undo): Promise<boolean> => {
    const { clock, deadlineMs: ms, signal } = options;
    try {
      await within({ clock, ms, what: 'it', ...(signal === undefined ? {} : { signal }) }, undo.heal);
      stack.splice(stack.indexOf(undo), 1);
      return true;
    } catch (error) {
      failures.set(undo, `${undo.title}: ${messageOf(error)}`);
      options.onFailure(`could not heal ${undo.title}: ${messageOf(error)}`);
      return false;
    } finally {
      claimed.delete(undo);
    }
  };

  /** One pass; the number of entries that are gone by it. */
  const unwind = async (wanted: (undo: Undo) => boolean): Promise<number> => {
    const mine = stack.filter((undo) => wanted(undo) && !claimed.has(undo)).reverse();
    for (const undo of mine) claimed.add(undo);
    let healed = 0;
    for (const together of grouped(mine)) {
      healed += (await Promise.all(together.map(heal))).filter(Boolean).length;
    }
    return healed;
  };

  return {
    file: (undo) => void stack.push(undo),
    unwind: async (wanted) => {
      await unwind(wanted);
    },
    unwindAll: async () => {
      for (let helped = 1; helped > 0 && stack.length > 0; ) helped = await unwind(() => true);
      return stack.map((undo) => failures.get(undo) ?? `${undo.title}: not healed yet`).reverse();
    },
  };
}

/** Neighbours of one group, in their order. */
function grouped(undos: readonly Undo[]): readonly (readonly Undo[])[] {
  const groups: Undo[][] = [];
  for (const undo of undos) {
    const last = groups.at(-1);
    if (last !== undefined && undo.group !== undefined && last[0]?.group === undo.group) last.push(undo);
    else groups.push([undo]);
  }
  return groups;
}
