import type { Command, Result, Store } from '../store/store.ts';
import { databaseSize } from './database-size.ts';
import type { Entry } from './raft/messages.ts';

/** What is proposed: a write of one key, or that history before a revision may be forgotten. */
export type Proposed = Command | { readonly kind: 'compact'; readonly revision: number };

/** A proposal as it stands in the log. */
export interface Proposal {
  /** Told apart from every other proposal of every process. */
  readonly id: string;
  readonly command: Proposed;
}

/** What came of a proposal: undefined where it writes no key; `noSpace`: refused, because the database is full. */
export type Effect = Result | 'noSpace' | undefined;

/** What came of an entry. `effect` is undefined for entries of long ago, too. */
interface Applied {
  readonly revision: number;
  readonly effect: Effect;
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
  /** Size of the database, in bytes. */
  readonly sizeBytes: () => number;
  /** The index of the last entry that was applied. */
  readonly last: () => number;
  /** Whether writes are refused for want of space. */
  readonly alarm: () => boolean;
  readonly setAlarm: (on: boolean) => void;
  readonly defragment: () => void;
}

/** Results that a member which lags behind may still ask for. */
const kept = 20_000;

/** A ledger over a store that has its first state, with an alarm that goes off when the database has outgrown its quota. */
export function ledger(store: Store, quotaBytes: number): Ledger {
  const size = databaseSize(store);
  // Once raised it stays, until an operator has made room and takes it back.
  let alarm = false;
  const beginning = 1;
  const revisions = [0, store.revision()];
  const recent = new Map<number, { readonly entry: Entry<Proposal>; readonly effect: Effect }>();

  const carryOut = (command: Proposed | undefined): Effect => {
    if (command === undefined) return undefined;
    if (command.kind === 'compact') {
      const revision = Math.min(command.revision, store.revision());
      size.compacted(revision);
      store.compact(revision);
      return undefined;
    }
    if (alarm && command.kind === 'put') return 'noSpace';
    const before = store.revision();
    const result = store.apply(command);
    for (const change of store.allChanges(before, store.revision())) size.written(change);
    alarm ||= size.bytes() > quotaBytes;
    return result;
  };
  return {
    beginning,
    sizeBytes: size.bytes,
    last: () => revisions.length - 1,
    alarm: () => alarm,
    setAlarm: (on) => {
      alarm = on;
    },
    defragment: size.defragment,
    revisionAt: (index) => revisions[index] ?? store.revision(),
    apply: (entry) => {
      const { index } = entry;
      if (index > revisions.length) throw new Error(`entry ${index} is applied before entry ${revisions.length}`);
      if (index < revisions.length) {
        const known = recent.get(index);
        if (known !== undefined && (known.entry.term !== entry.term || known.entry.data !== entry.data))
          throw new Error(`members disagree on entry ${index}: terms ${known.entry.term} and ${entry.term}`);
        return { revision: revisions[index] ?? 0, effect: known?.effect };
      }
      const effect = carryOut(entry.data?.command);
      revisions.push(store.revision());
      recent.set(index, { entry, effect });
      recent.delete(index - kept);
      return { revision: store.revision(), effect };
    },
  };
}
