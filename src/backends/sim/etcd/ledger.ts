import type { Command, Result, Store } from '../store/store.ts';
import type { Entry } from './raft/messages.ts';

/** What is proposed: a write of one key, or that history before a revision may be forgotten. */
export type Proposed = Command | { readonly kind: 'compact'; readonly revision: number };

/** A proposal as it stands in the log. */
export interface Proposal {
  /** Told apart from every other proposal of every process. */
  readonly id: string;
  readonly command: Proposed;
}

/** What came of an entry. `result` is undefined for what writes no key, and for entries of long ago. */
export interface Applied {
  readonly revision: number;
  readonly result: Result | undefined;
}

/**
 * What the committed log makes of the store. Whoever gets to an entry first applies it; everybody else must find the same entry
 * at the same index, and gets the same result. Throws Error when they do not: then members have disagreed.
 */
export interface Ledger {
  readonly apply: (entry: Entry<Proposal>) => Applied;
  /** The store's revision after an entry. */
  readonly revisionAt: (index: number) => number;
  /** Where a log begins that knows of everything that was in the store at first. */
  readonly beginning: number;
}

/** Results that a member which lags behind may still ask for. */
const kept = 20_000;

/** A ledger over a store that has its first state. */
export function ledger(store: Store): Ledger {
  const beginning = 1;
  const revisions = [0, store.revision()];
  const recent = new Map<number, { readonly entry: Entry<Proposal>; readonly result: Result | undefined }>();

  const carryOut = (command: Proposed | undefined): Result | undefined => {
    if (command === undefined) return undefined;
    if (command.kind !== 'compact') return store.apply(command);
    store.compact(Math.min(command.revision, store.revision()));
    return undefined;
  };
  return {
    beginning,
    revisionAt: (index) => revisions[index] ?? store.revision(),
    apply: (entry) => {
      const { index } = entry;
      if (index > revisions.length) throw new Error(`entry ${index} is applied before entry ${revisions.length}`);
      if (index < revisions.length) {
        const known = recent.get(index);
        if (known !== undefined && (known.entry.term !== entry.term || known.entry.data !== entry.data))
          throw new Error(`members disagree on entry ${index}: terms ${known.entry.term} and ${entry.term}`);
        return { revision: revisions[index] ?? 0, result: known?.result };
      }
      const result = carryOut(entry.data?.command);
      revisions.push(store.revision());
      recent.set(index, { entry, result });
      recent.delete(index - kept);
      return { revision: store.revision(), result };
    },
  };
}
