import type { EtcdObservation } from '../../../core/observation.ts';
import type { Cancel, Process } from '../engine/process.ts';
import type { Result } from '../store/store.ts';
import type { Proposed } from './ledger.ts';

/** etcd's own words, which clients of the apiserver get to see. */
export class EtcdError extends Error {
  /** The gRPC code. */
  readonly code: 'Unavailable' | 'DeadlineExceeded' | 'ResourceExhausted';

  constructor(code: EtcdError['code'], message: string) {
    super(message);
    this.name = 'EtcdError';
    this.code = code;
  }
}

/** What a member tells of itself: on its metrics port, and its term as `etcdctl endpoint status` has it. */
export type MemberHealth = Required<Pick<EtcdObservation, 'hasLeader' | 'isLeader' | 'leaderChanges'>> & {
  readonly term: number;
};

export interface EtcdWatch {
  /** The member has applied so much: at first, and whenever it is more. */
  readonly progress: (revision: number) => void;
  /** etcd has ended it, for want of a leader. */
  readonly ended: (message: string) => void;
}

/**
 * A member as its own apiserver asks it, over the loopback. Calls reject with EtcdError, in the time that the real client takes;
 * at `deadlineAt` with DeadlineExceeded. Without a deadline a read waits for as long as it takes.
 */
export interface EtcdClient {
  /** Goes through the log; resolves when this member has applied it. */
  readonly write: (command: Proposed, deadlineAt?: number) => Promise<Result | undefined>;
  /** Linearizable: resolves with the member's revision when it has everything that was committed before the call. */
  readonly readIndex: (deadlineAt?: number) => Promise<number>;
  /** One watch for all; a broken connection does not end it. */
  readonly watch: (watch: EtcdWatch) => Cancel;
  /** Resolves when the member has been reached once; rejects after `patienceMs`. */
  readonly connected: (patienceMs: number) => Promise<void>;
}

/** The members together, as the world outside sees them. */
export interface EtcdCluster {
  /** A member's process has started; with the disk of the last one on that node. */
  readonly join: (node: string, process: Process, warm: boolean) => void;
  /** The client of an apiserver, which asks the member on its own node; what was refused again, unless told otherwise. */
  readonly clientOn: (node: string, caller: Process, retries?: boolean) => EtcdClient;
  /** What the member would say now; undefined while it does not run. */
  readonly health: (node: string) => MemberHealth | undefined;
  readonly operator: EtcdOperator;
}

/** What an operator does to members, and sees of them. */
export interface EtcdOperator {
  /** Undefined while the member does not run. */
  readonly metrics: (node: string) => string | undefined;
  readonly alarm: () => boolean;
  readonly setAlarm: (on: boolean) => void;
  readonly defragment: () => void;
  /** Has a node's disk take so many times as long as usual. */
  readonly slow: (node: string, times: number) => void;
  /** The nodes of the members, by the members' ids. */
  readonly members: () => ReadonlyMap<string, string>;
  readonly remove: (id: string) => void;
  /** Gives the node's next member an id of its own. */
  readonly add: (node: string) => void;
  /** Empties the disk of a member that does not run. */
  readonly wipe: (node: string) => void;
  /** Puts everything that was ever applied on every member's disk, and nothing else. None may run. */
  readonly restore: () => void;
  /** Everything that is stored: how many keys, and all of it in one word. */
  readonly digest: () => { readonly keys: number; readonly hash: string };
}
