import type { Cancel, Process } from '../engine/process.ts';
import type { Result } from '../store/store.ts';
import type { EtcdError } from './etcd.ts';
import type { Effect, Proposal, Proposed } from './ledger.ts';

/** Answers one write. */
interface WriteAnswer {
  readonly good: (result: Result | undefined) => void;
  readonly bad: (code: EtcdError['code'], message: string) => void;
}

export interface WriteDesk {
  readonly add: (command: Proposed, answer: WriteAnswer) => void;
  /** Another member's client's, which came while there is nobody to propose to. */
  readonly hold: (proposal: Proposal) => void;
  /** There is somebody to propose to. */
  readonly ready: () => void;
  /** An entry of the log was applied; it may be one of ours. */
  readonly applied: (proposal: Proposal, effect: Effect) => void;
}

export interface WriteOptions {
  readonly process: Process;
  /** No other process of any member may have the same. */
  readonly prefix: string;
  /** False: there is no leader. */
  readonly propose: (proposal: Proposal) => boolean;
  readonly patienceMs: number;
  /** Why a proposal that went out, at an instant, did not come back. */
  readonly excuse: (askedAt: number) => string;
}

interface Waiting {
  readonly answer: WriteAnswer;
  readonly proposal: Proposal;
  readonly askedAt: number;
  readonly timer: Cancel;
}

/** Of other members' proposals so many wait (server/etcdserver/api/rafthttp/peer.go, maxPendingProposals). */
const mostHeld = 4096;

/**
 * Proposals of a member's clients. Without a leader they wait to be sent, and time out as a deadline of the caller's; once sent they
 * wait to be applied, and time out with etcd's own words: a client sends the first again, and not the second. What another member
 * took for a leader's waits here as well: raft's node takes proposals from nobody while it knows no leader (raft/node.go, propc), so
 * that a killed leader which is back before the election loses only what was sent to it while it was away.
 */
export function writeDesk({ process, prefix, propose, patienceMs, excuse }: WriteOptions): WriteDesk {
  const sent = new Map<string, Waiting>();
  const blocked = new Map<string, Waiting>();
  let held: Proposal[] = [];
  let count = 0;

  const giveUp = (id: string): void => {
    const stuck = blocked.get(id);
    blocked.delete(id);
    stuck?.answer.bad('DeadlineExceeded', 'context deadline exceeded');
    const lost = sent.get(id);
    sent.delete(id);
    lost?.answer.bad('Unavailable', excuse(lost.askedAt));
  };
  const send = (waiting: Waiting): void => {
    const { id } = waiting.proposal;
    // Told before it goes out: a single member commits at once.
    sent.set(id, waiting);
    if (propose(waiting.proposal)) return;
    sent.delete(id);
    blocked.set(id, waiting);
  };
  return {
    add: (command, answer) => {
      const id = `${prefix}.${++count}`;
      const timer = process.after(patienceMs, () => giveUp(id));
      send({ answer, proposal: { id, command }, askedAt: process.now(), timer });
    },
    hold: (proposal) => {
      if (held.length < mostHeld) held.push(proposal);
    },
    ready: () => {
      held = held.filter((proposal) => !propose(proposal));
      const all = [...blocked.values()];
      blocked.clear();
      for (const waiting of all) send(waiting);
    },
    applied: ({ id }, effect) => {
      const mine = sent.get(id);
      if (mine === undefined) return;
      sent.delete(id);
      mine.timer();
      if (effect === 'noSpace') mine.answer.bad('ResourceExhausted', 'etcdserver: mvcc: database space exceeded');
      else mine.answer.good(effect);
    },
  };
}
