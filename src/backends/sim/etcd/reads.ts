import type { Cancel, Process } from '../engine/process.ts';

/** Answers one read: with the revision to read at, or with what went wrong. */
export interface ReadAnswer {
  readonly good: (revision: number) => void;
  readonly bad: (message: string) => void;
}

export interface ReadLoop {
  readonly add: (answer: ReadAnswer) => void;
  /** The leader has said which index the round needs. */
  readonly readable: (context: number, index: number) => void;
  /** The member has applied more. */
  readonly applied: () => void;
  /** There is a new leader. */
  readonly leaderChanged: () => void;
}

export interface ReadOptions {
  readonly process: Process;
  readonly ask: (context: number) => void;
  readonly appliedIndex: () => number;
  readonly revision: () => number;
  readonly patienceMs: number;
}

/** etcd asks again when the leader has said nothing for so long (server/etcdserver, readIndexRetryTime). */
const retryMs = 500;

/** Linearizable reads in rounds: all that have come until a round begins share its one question to the leader. */
export function readLoop({ process, ask, appliedIndex, revision, patienceMs }: ReadOptions): ReadLoop {
  let waiting: ReadAnswer[] = [];
  let round: { readonly context: number; readonly answers: readonly ReadAnswer[]; readonly until: number } | undefined;
  let held: { readonly index: number; readonly answers: readonly ReadAnswer[] }[] = [];
  let contexts = 0;
  let timer: Cancel = () => undefined;

  const next = (): void => {
    if (round !== undefined || waiting.length === 0) return;
    contexts += 1;
    round = { context: contexts, answers: waiting, until: process.now() + patienceMs };
    waiting = [];
    knock();
  };
  const knock = (): void => {
    if (round === undefined) return;
    const leftMs = round.until - process.now();
    if (leftMs <= 0) {
      fail('etcdserver: request timed out');
      return;
    }
    timer();
    timer = process.after(Math.max(1, Math.min(retryMs, leftMs)), knock);
    ask(round.context);
  };
  const fail = (message: string): void => {
    const answers = round?.answers ?? [];
    round = undefined;
    timer();
    for (const { bad } of answers) bad(message);
    next();
  };
  const release = (): void => {
    if (held.length === 0) return;
    const ready = held.filter(({ index }) => index <= appliedIndex());
    held = held.filter(({ index }) => index > appliedIndex());
    for (const { answers } of ready) for (const { good } of answers) good(revision());
  };
  return {
    add: (answer) => {
      waiting.push(answer);
      next();
    },
    readable: (context, index) => {
      if (round?.context !== context) return;
      held.push({ index, answers: round.answers });
      round = undefined;
      timer();
      release();
      next();
    },
    applied: release,
    leaderChanged: () => {
      if (round !== undefined) fail('etcdserver: leader changed');
    },
  };
}
