import { createHash } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { EtcdOperator } from './etcd.ts';
import type { Ledger } from './ledger.ts';
import type { Member, MemberDisk } from './member.ts';
import { RaftLog } from './raft/log.ts';
import type { LogPlace } from './raft/messages.ts';
import { type Seat, seatIn } from './seat.ts';

interface Operated {
  readonly store: Store;
  readonly shared: Ledger;
  readonly seats: readonly Seat[];
  readonly newName: () => string;
  /** Where the log of a member begins that knows nothing else. */
  readonly begin: LogPlace;
  readonly running: (node: string) => Member | undefined;
  /** A member's page of metrics. */
  readonly pageOf: (member: Member) => string;
}

/** A disk on which there is only what was in the store at first. */
export function emptyDisk(begin: LogPlace): MemberDisk {
  return { hard: { term: begin.term, vote: undefined }, log: new RaftLog(begin), commit: begin.index };
}

/**
 * What operators do. A member that is removed keeps its seat in the others' quorum until it is added again: what two of two members
 * would do meanwhile is not simulated.
 */
export function operatorOf({ store, shared, seats, newName, begin, running, pageOf }: Operated): EtcdOperator {
  const seatOf = (node: string): Seat => seatIn(seats, node);
  const mustBeDown = (node: string): void => {
    if (running(node) !== undefined) throw new Error(`the member of ${node} runs`);
  };
  return {
    metrics: (node) => {
      const member = running(node);
      return member === undefined ? undefined : pageOf(member);
    },
    alarm: shared.alarm,
    setAlarm: shared.setAlarm,
    defragment: shared.defragment,
    slow: (node, times) => {
      seatOf(node).slowdown = times;
    },
    members: () => new Map(seats.flatMap(({ name, node }) => (name === undefined ? [] : [[name, node] as const]))),
    remove: (id) => {
      for (const seat of seats) if (seat.name === id) seat.name = undefined;
    },
    add: (node) => {
      const seat = seatOf(node);
      if (seat.name !== undefined) return;
      seat.name = newName();
      for (const other of seats) running(other.node)?.raft.renewed(seat.id);
    },
    wipe: (node) => {
      mustBeDown(node);
      seatOf(node).disk = emptyDisk(begin);
    },
    restore: () => {
      for (const { node } of seats) mustBeDown(node);
      const term = Math.max(...seats.map(({ disk }) => disk.hard.term));
      const place = { index: shared.last(), term };
      for (const seat of seats) seat.disk = emptyDisk(place);
    },
    digest: () => {
      const objects = store.resources().flatMap((resource) => store.list(resource, undefined));
      const hash = createHash('sha256');
      for (const object of objects) hash.update(JSON.stringify(object));
      return { keys: objects.length, hash: hash.digest('hex') };
    },
  };
}
