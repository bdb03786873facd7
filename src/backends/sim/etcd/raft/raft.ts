import { Leadership } from './leadership.ts';
import type { RaftLog } from './log.ts';
import type { Entry, LogPlace, Message, Speech } from './messages.ts';
import type { RaftOptions, Ready } from './ready.ts';

/** A member's part in Raft as etcd plays it (raft v3.6), without time, disk or network: those are its caller's. */
export class Raft<T> {
  role: 'follower' | 'preCandidate' | 'candidate' | 'leader' = 'follower';
  lead: number | undefined;
  term: number;
  vote: number | undefined;
  commit: number;
  readonly log: RaftLog<T>;
  readonly id: number;
  readonly #options: RaftOptions<T>;
  readonly #others: readonly number[];
  #leadership: Leadership<T> | undefined;
  #silentTicks = 0;
  #patienceTicks = 0;
  #votes = new Map<number, boolean>();
  #outbox: Message<T>[] = [];
  #unwritten = Infinity;
  #snapshot: LogPlace | undefined;
  #hardChanged = false;

  constructor(options: RaftOptions<T>) {
    this.#options = options;
    this.id = options.id;
    this.log = options.log;
    this.commit = options.commit;
    this.term = options.hard.term;
    this.vote = options.hard.vote;
    this.#others = options.members.filter((id) => id !== options.id);
    this.#drawPatience();
  }

  /** A heartbeat interval has passed. */
  readonly tick = (): void => {
    this.#silentTicks += 1;
    if (this.#leadership !== undefined) {
      if (this.#silentTicks >= this.#options.electionTicks) {
        this.#silentTicks = 0;
        this.#leadership.heir = undefined;
        if (!this.#leadership.hasQuorum()) {
          this.#follow(this.term, undefined);
          return;
        }
      }
      this.#leadership.beat();
    } else if (this.#silentTicks >= this.#patienceTicks) {
      this.#silentTicks = 0;
      this.campaign(false);
    }
  };

  /** Stands for election; `transfer`: at the leader's wish, without asking first whether it would be welcome. */
  readonly campaign = (transfer: boolean): void => {
    if (this.#options.preVote && !transfer) this.#stand('preVote', false);
    else this.#stand('vote', transfer);
  };

  /** Puts data into the log, here or at the leader. False: there is no leader to take it. */
  readonly propose = (data: T): boolean => {
    if (this.#leadership !== undefined) {
      if (this.#leadership.heir !== undefined) return false;
      this.#append(data);
      this.#leadership.append();
      return true;
    }
    if (this.lead === undefined) return false;
    this.#post({ kind: 'propose', data }, this.lead, 0);
    return true;
  };

  /** Asks for the index that a linearizable read must have seen. False: there is nobody to ask. */
  readonly read = (context: number): boolean => {
    if (this.#leadership !== undefined) this.#leadership.read(this.id, context);
    else if (this.lead === undefined) return false;
    else this.#post({ kind: 'read', context }, this.lead, 0);
    return true;
  };

  readonly transfer = (): number | undefined => this.#leadership?.transfer();

  /** The connection to a member broke: what was on its way may be lost. */
  readonly lost = (to: number): void => this.#leadership?.lost(to);

  /** Another member has the id from now on. */
  readonly renewed = (id: number): void => this.#leadership?.renewed(id);

  readonly step = (message: Message<T>): void => {
    if (message.term === 0) this.#forwarded(message);
    else if (message.term > this.term) this.#newer(message);
    else if (message.term < this.term) this.#older(message);
    else this.#same(message);
  };

  /** What has come up since the last time; undefined: nothing. */
  readonly take = (): Ready<T> | undefined => {
    const dirty = this.#hardChanged || this.#unwritten !== Infinity || this.#snapshot !== undefined;
    if (!dirty && this.#outbox.length === 0) return undefined;
    const { term, vote, log } = this;
    const from = this.#unwritten === Infinity ? undefined : this.#unwritten;
    const entries = from === undefined ? [] : log.between(Math.max(log.base.index, from - 1));
    const write = dirty ? { term, vote, from, entries, snapshot: this.#snapshot, last: log.last } : undefined;
    const ready = { messages: this.#outbox, write, leads: this.role === 'leader' };
    this.#outbox = [];
    this.#unwritten = Infinity;
    this.#snapshot = undefined;
    this.#hardChanged = false;
    return ready;
  };

  /** The log is on disk up to there. */
  readonly stable = ({ index, term }: LogPlace): void => {
    if (this.log.termAt(index) === term) this.#leadership?.stable(index);
  };

  #forwarded({ from, speech }: Message<T>): void {
    if (speech.kind === 'propose') {
      if (!this.propose(speech.data)) this.#options.stranded(speech.data);
    } else if (speech.kind === 'read') this.#leadership?.read(from, speech.context);
  }

  #newer(message: Message<T>): void {
    const { from, term, speech } = message;
    const { kind } = speech;
    const asks = kind === 'vote' || kind === 'preVote';
    // Who has a leader does not help to depose it (Ongaro 2014, 4.2.3).
    const led = this.lead !== undefined && this.#silentTicks < this.#options.electionTicks;
    if (asks && led && !speech.transfer) return;
    const promises = kind === 'preVote' || (kind === 'preVoted' && !speech.reject);
    if (!promises) this.#follow(term, isLeaders(kind) ? from : undefined);
    this.#same(message);
  }

  #older({ from, speech: { kind } }: Message<T>): void {
    // Lets an old leader, or a member that was cut off, know of the term.
    if (isLeaders(kind)) this.#post({ kind: 'appended', index: 0, reject: false }, from);
    else if (kind === 'preVote') this.#post({ kind: 'preVoted', reject: true }, from);
  }

  #same(message: Message<T>): void {
    if (isLeaders(message.speech.kind)) {
      if (this.role !== 'follower') this.#follow(this.term, message.from);
      this.lead = message.from;
      this.#silentTicks = 0;
    }
    this.#asFollower(message);
    this.#asCandidate(message);
    this.#asLeader(message);
  }

  #asFollower(message: Message<T>): void {
    const { from, term, speech } = message;
    if (speech.kind === 'vote' || speech.kind === 'preVote')
      this.#asked(speech.kind, { from, term, last: speech.last });
    else if (speech.kind === 'append') this.#accept(speech.prev, speech.entries, { from, commit: speech.commit });
    else if (speech.kind === 'snapshot') this.#restore(speech.at, from);
    else if (speech.kind === 'beat') {
      this.#commitUpTo(Math.min(speech.commit, this.log.last.index));
      this.#post({ kind: 'beaten', context: speech.context }, from);
    } else if (speech.kind === 'readable') this.#options.readable(speech.context, speech.index);
    else if (speech.kind === 'timeoutNow' && this.role === 'follower') this.campaign(true);
  }

  #asCandidate({ from, speech }: Message<T>): void {
    if (speech.kind !== 'voted' && speech.kind !== 'preVoted') return;
    if (this.role !== (speech.kind === 'voted' ? 'candidate' : 'preCandidate')) return;
    this.#votes.set(from, !speech.reject);
    this.#tally();
  }

  #asLeader({ from, speech }: Message<T>): void {
    if (speech.kind === 'appended') this.#leadership?.appended(from, speech.index, speech.reject);
    else if (speech.kind === 'beaten') this.#leadership?.beaten(from, speech.context);
  }

  #asked(kind: 'vote' | 'preVote', { from, term, last }: { from: number; term: number; last: LogPlace }): void {
    const pre = kind === 'preVote';
    const free =
      this.vote === from || (this.vote === undefined && this.lead === undefined) || (pre && term > this.term);
    const granted = free && this.log.isCoveredBy(last);
    const answer = pre ? 'preVoted' : 'voted';
    this.#post({ kind: answer, reject: !granted }, from, granted ? term : this.term);
    if (!granted || pre) return;
    this.#silentTicks = 0;
    this.vote = from;
    this.#hardChanged = true;
  }

  #tally(): void {
    const needed = Math.floor((this.#others.length + 1) / 2) + 1;
    const votes = [...this.#votes.values()];
    if (votes.filter(Boolean).length >= needed) {
      if (this.role === 'preCandidate') this.#stand('vote', false);
      else this.#becomeLeader();
    } else if (votes.filter((vote) => !vote).length >= needed) this.#follow(this.term, undefined);
  }

  #stand(kind: 'vote' | 'preVote', transfer: boolean): void {
    this.role = kind === 'vote' ? 'candidate' : 'preCandidate';
    this.lead = undefined;
    this.#votes = new Map([[this.id, true]]);
    if (kind === 'vote') {
      this.#enter(this.term + 1, this.id);
      this.#drawPatience();
    }
    const { index, term } = this.log.last;
    const asked = kind === 'vote' ? this.term : this.term + 1;
    for (const to of this.#others) this.#post({ kind, last: { index, term }, transfer }, to, asked);
    this.#tally();
  }

  #becomeLeader(): void {
    this.role = 'leader';
    this.lead = this.id;
    this.#silentTicks = 0;
    this.#leadership = new Leadership<T>({
      id: this.id,
      others: this.#others,
      term: this.term,
      commit: () => this.commit,
      log: this.log,
      send: (to, speech) => this.#post(speech, to),
      commitUpTo: (index) => this.#commitUpTo(index),
      readable: this.#options.readable,
    });
    this.#append(undefined);
    this.#leadership.append();
  }

  #append(data: T | undefined): void {
    const index = this.log.last.index + 1;
    this.log.append({ index, term: this.term, data });
    this.#unwritten = Math.min(this.#unwritten, index);
  }

  #accept(prev: LogPlace, entries: readonly Entry<T>[], { from, commit }: { from: number; commit: number }): void {
    if (prev.index < this.commit) {
      this.#post({ kind: 'appended', index: this.commit, reject: false }, from);
      return;
    }
    const changed = this.log.merge(prev, entries);
    if (changed === undefined) {
      const index = Math.max(this.commit, Math.min(prev.index - 1, this.log.last.index));
      this.#post({ kind: 'appended', index, reject: true }, from);
      return;
    }
    this.#unwritten = Math.min(this.#unwritten, changed);
    const index = prev.index + entries.length;
    this.#commitUpTo(Math.min(commit, index));
    this.#post({ kind: 'appended', index, reject: false }, from);
  }

  #restore(at: LogPlace, from: number): void {
    if (at.index > this.commit) {
      this.log.reset(at);
      this.commit = at.index;
      this.#snapshot = at;
      this.#unwritten = Infinity;
    }
    this.#post({ kind: 'appended', index: this.commit, reject: false }, from);
  }

  #commitUpTo(index: number): void {
    this.commit = Math.max(this.commit, index);
  }

  #follow(term: number, lead: number | undefined): void {
    this.role = 'follower';
    this.#leadership = undefined;
    this.lead = lead;
    this.#silentTicks = 0;
    if (term !== this.term) this.#enter(term, undefined);
    this.#drawPatience();
  }

  #enter(term: number, vote: number | undefined): void {
    this.term = term;
    this.vote = vote;
    this.#hardChanged = true;
  }

  #drawPatience(): void {
    const { electionTicks, random } = this.#options;
    this.#patienceTicks = electionTicks + Math.floor(random() * electionTicks);
  }

  #post(speech: Speech<T>, to: number, term: number = this.term): void {
    this.#outbox.push({ from: this.id, to, term, speech });
  }
}

function isLeaders(kind: Speech<unknown>['kind']): boolean {
  return kind === 'append' || kind === 'beat' || kind === 'snapshot';
}
