import type { RaftLog } from './log.ts';
import type { Entry, LogPlace, Message } from './messages.ts';

/** What a member must not forget. */
export interface HardState {
  readonly term: number;
  readonly vote: number | undefined;
}

/** What is to be on disk before messages that follow from it are sent. */
interface DiskWrite<T> extends HardState {
  /** Replaces the log's end from here on; undefined: the log is as it was. */
  readonly from: number | undefined;
  readonly entries: readonly Entry<T>[];
  /** The log begins anew here. */
  readonly snapshot: LogPlace | undefined;
  readonly last: LogPlace;
}

/** What is to be done next: messages to be sent (a leader's at once, others' after the write), and what to write. */
export interface Ready<T> {
  readonly messages: readonly Message<T>[];
  readonly write: DiskWrite<T> | undefined;
  readonly leads: boolean;
}

export interface RaftOptions<T> {
  readonly id: number;
  readonly members: readonly number[];
  /** Ticks of silence; a follower waits for one to two times as many. */
  readonly electionTicks: number;
  readonly preVote: boolean;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly hard: HardState;
  readonly log: RaftLog<T>;
  readonly commit: number;
  readonly readable: (context: number, index: number) => void;
  /** A proposal came from another member, and there is no leader to take it. */
  readonly stranded: (data: T) => void;
}
