import type { RaftLog } from './log.ts';
import type { Speech } from './messages.ts';

/** What a leader needs of the member that it is. */
export interface Led<T> {
  readonly id: number;
  readonly others: readonly number[];
  readonly term: number;
  readonly log: RaftLog<T>;
  readonly commit: () => number;
  readonly send: (to: number, speech: Speech<T>) => void;
  readonly commitUpTo: (index: number) => void;
  /** A read of this member's own may go on. */
  readonly readable: (context: number, index: number) => void;
}

interface Progress {
  match: number;
  next: number;
  /** Heard from since the last check of the quorum. */
  active: boolean;
}

interface Read {
  readonly context: number;
  readonly from: number;
  readonly index: number;
  readonly acks: Set<number>;
}

/** How many entries one message carries at most (etcd: 512 messages in flight of 1 MiB; assumed). */
const entriesPerMessage = 512;

/** What only a leader does: it keeps the others' logs like its own, counts what a majority has, and confirms that it still leads. */
export class Leadership<T> {
  readonly #led: Led<T>;
  readonly #progress: ReadonlyMap<number, Progress>;
  #own = 0;
  #reads: Read[] = [];
  /** Reads that wait until something of this term is committed. */
  #early: { readonly context: number; readonly from: number }[] = [];
  /** Whom leadership is handed to. */
  heir: number | undefined;

  constructor(led: Led<T>) {
    this.#led = led;
    const next = led.log.last.index + 1;
    this.#progress = new Map(led.others.map((id) => [id, { match: 0, next, active: false }]));
  }

  /** Sends everybody what is missing; an empty message where nothing is. */
  readonly append = (): void => this.#led.others.forEach((id) => this.#appendTo(id));

  readonly beat = (): void => this.#beat(this.#reads.at(-1)?.context);

  /** Its own log is on disk up to here. */
  readonly stable = (index: number): void => {
    this.#own = Math.max(this.#own, index);
    this.#count(index);
  };

  /** Whether a majority was heard from since the last time. */
  readonly hasQuorum = (): boolean => {
    const active = [...this.#progress.values()].filter((progress) => progress.active).length + 1;
    for (const progress of this.#progress.values()) progress.active = false;
    return active >= this.#majority();
  };

  readonly appended = (from: number, index: number, reject: boolean): void => {
    const progress = this.#heard(from);
    if (progress === undefined) return;
    if (reject) {
      // An old refusal, of a place that has been found to match since.
      if (index < progress.match) return;
      progress.next = Math.max(progress.match + 1, Math.min(progress.next - 1, index + 1));
      this.#appendTo(from);
      return;
    }
    progress.match = Math.max(progress.match, index);
    progress.next = Math.max(progress.next, progress.match + 1);
    this.#count(index);
    if (progress.next <= this.#led.log.last.index) this.#appendTo(from);
    if (this.heir === from) this.#handOver(from, progress);
  };

  readonly beaten = (from: number, context: number | undefined): void => {
    const progress = this.#heard(from);
    if (progress === undefined) return;
    // What was sent may have been lost: a refusal will tell where to begin again.
    if (progress.match < this.#led.log.last.index) this.#appendTo(from);
    if (context !== undefined) this.#confirm(from, context);
  };

  readonly read = (from: number, context: number): void => {
    const { log, term } = this.#led;
    const commit = this.#led.commit();
    if (log.termAt(commit) !== term) {
      this.#early.push({ context, from });
      return;
    }
    if (this.#majority() === 1) {
      this.#answer({ context, from, index: commit, acks: new Set() });
      return;
    }
    this.#reads.push({ context, from, index: commit, acks: new Set([this.#led.id]) });
    this.#beat(context);
  };

  /** What was on its way to a member may be lost. */
  readonly lost = (to: number): void => {
    const progress = this.#progress.get(to);
    if (progress !== undefined) progress.next = progress.match + 1;
  };

  /** Another has taken a member's place, with nothing of what it had. */
  readonly renewed = (id: number): void => {
    const progress = this.#progress.get(id);
    if (progress === undefined) return;
    progress.match = 0;
    progress.next = this.#led.log.last.index + 1;
  };

  /** Hands leadership to the other that has most of the log. Answers with whom. */
  readonly transfer = (): number | undefined => {
    const best = [...this.#progress].sort(
      ([, a], [, b]) => Number(b.active) - Number(a.active) || b.match - a.match,
    )[0];
    if (best === undefined) return undefined;
    this.heir = best[0];
    this.#handOver(...best);
    return best[0];
  };

  #handOver(to: number, { match }: Progress): void {
    if (match === this.#led.log.last.index) this.#led.send(to, { kind: 'timeoutNow' });
  }

  #heard(from: number): Progress | undefined {
    const progress = this.#progress.get(from);
    if (progress !== undefined) progress.active = true;
    return progress;
  }

  #majority(): number {
    return Math.floor((this.#led.others.length + 1) / 2) + 1;
  }

  #beat(context: number | undefined): void {
    const { send } = this.#led;
    const commit = this.#led.commit();
    for (const [id, { match }] of this.#progress) send(id, { kind: 'beat', commit: Math.min(match, commit), context });
  }

  #appendTo(to: number): void {
    const { log, send } = this.#led;
    const commit = this.#led.commit();
    const progress = this.#progress.get(to);
    if (progress === undefined) return;
    const prev = progress.next - 1;
    const term = log.termAt(prev);
    if (term === undefined) {
      const at = { index: commit, term: log.termAt(commit) ?? 0 };
      send(to, { kind: 'snapshot', at });
      progress.next = commit + 1;
      return;
    }
    const entries = log.between(prev, prev + entriesPerMessage);
    send(to, { kind: 'append', prev: { index: prev, term }, entries, commit });
    progress.next += entries.length;
  }

  /** One more has the log up to `index`. Only an entry of the leader's own term is committed by counting (Ongaro 2014, 3.6.2). */
  #count(index: number): void {
    const { log, term, commitUpTo } = this.#led;
    // Most say that they have what is committed already.
    if (index <= this.#led.commit()) return;
    const matches = [this.#own, ...[...this.#progress.values()].map(({ match }) => match)].sort((a, b) => b - a);
    const agreed = matches[this.#majority() - 1] ?? 0;
    if (agreed <= this.#led.commit() || log.termAt(agreed) !== term) return;
    commitUpTo(agreed);
    this.append();
    for (const { context, from } of this.#early.splice(0)) this.read(from, context);
  }

  #confirm(from: number, context: number): void {
    const at = this.#reads.findIndex((read) => read.context === context);
    const read = this.#reads[at];
    if (read === undefined) return;
    read.acks.add(from);
    if (read.acks.size < this.#majority()) return;
    // Who leads now led when earlier reads were asked.
    for (const confirmed of this.#reads.splice(0, at + 1)) this.#answer(confirmed);
  }

  #answer({ context, from, index }: Read): void {
    if (from === this.#led.id) this.#led.readable(context, index);
    else this.#led.send(from, { kind: 'readable', context, index });
  }
}
