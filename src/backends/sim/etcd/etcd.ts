import type { EtcdObservation } from '../../../core/observation.ts';
import type { Process } from '../engine/process.ts';
import type { Command, Result } from '../store/store.ts';

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

/** What a member tells of itself on its metrics port. */
export type MemberHealth = Required<Pick<EtcdObservation, 'hasLeader' | 'isLeader' | 'leaderChanges'>>;

/**
 * A member as its own apiserver sees it, over the loopback. Calls reject with EtcdError, in the time that the real client would
 * take; they never resolve when the member's machine, or the caller, is no more.
 */
export interface EtcdClient {
  /** Goes through the log; resolves when this member has applied it. */
  readonly write: (command: Command) => Promise<Result>;
  /** Linearizable: resolves with the member's revision when it has everything that was committed before the call. */
  readonly readIndex: () => Promise<number>;
  /** What this member has applied; undefined while it does not run. */
  readonly revision: () => number | undefined;
  /** Called with each revision that the member applies, while it runs and streams. */
  readonly onApplied: (listener: (revision: number) => void) => void;
}

/** The members together, as the world outside sees them. */
export interface EtcdCluster {
  /** The client of an apiserver, which asks the member on its own node. */
  readonly clientOn: (node: string, caller: Process) => EtcdClient;
  /** Undefined while the member does not run. */
  readonly health: (node: string) => MemberHealth | undefined;
}
