import type { Entry, LogPlace } from './messages.ts';

/** A member's log: a beginning that is forgotten, and entries after it without a gap. */
export class RaftLog<T> {
  #base: LogPlace;
  #entries: Entry<T>[];

  constructor(base: LogPlace, entries: readonly Entry<T>[] = []) {
    this.#base = base;
    this.#entries = [...entries];
  }

  get base(): LogPlace {
    return this.#base;
  }

  get last(): LogPlace {
    return this.#entries.at(-1) ?? this.#base;
  }

  get length(): number {
    return this.#entries.length;
  }

  readonly at = (index: number): Entry<T> | undefined => this.#entries[index - this.#base.index - 1];

  /** Undefined for what is forgotten, or not there yet. */
  readonly termAt = (index: number): number | undefined =>
    index === this.#base.index ? this.#base.term : this.at(index)?.term;

  /** Entries in (after, upTo]. */
  readonly between = (after: number, upTo = Infinity): readonly Entry<T>[] =>
    this.#entries.slice(after - this.#base.index, upTo - this.#base.index);

  readonly append = (entry: Entry<T>): void => void this.#entries.push(entry);

  /** Whether a log that ends there has everything that this one may have committed. */
  readonly isCoveredBy = ({ index, term }: LogPlace): boolean => {
    const { last } = this;
    return term > last.term || (term === last.term && index >= last.index);
  };

  /**
   * Takes a leader's entries after a place that must match. Answers with the first index that changed (Infinity: none), or
   * undefined where the place does not match.
   */
  readonly merge = (prev: LogPlace, entries: readonly Entry<T>[]): number | undefined => {
    if (this.termAt(prev.index) !== prev.term) return undefined;
    const fresh = entries.findIndex(({ index, term }) => index > this.#base.index && this.termAt(index) !== term);
    const first = entries[fresh];
    if (first === undefined) return Infinity;
    this.#entries.length = first.index - this.#base.index - 1;
    this.#entries.push(...entries.slice(fresh));
    return first.index;
  };

  /** Replaces everything from `index` on. */
  readonly replaceFrom = (index: number, entries: readonly Entry<T>[]): void => {
    this.#entries.length = Math.max(0, index - this.#base.index - 1);
    this.#entries.push(...entries);
  };

  /** Forgets the entries up to an index that is in the log. */
  readonly forget = (upTo: number): void => {
    const term = this.termAt(upTo);
    if (term === undefined || upTo <= this.#base.index) return;
    this.#entries = this.#entries.slice(upTo - this.#base.index);
    this.#base = { index: upTo, term };
  };

  /** Begins anew after a snapshot. */
  readonly reset = (base: LogPlace): void => {
    this.#base = base;
    this.#entries = [];
  };
}
