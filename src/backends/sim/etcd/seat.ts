import type { Interface } from '../network/network.ts';
import type { MemberDisk } from './member.ts';

/** A place for a member: its disk outlives its process, its name does not outlive its membership. */
export interface Seat {
  readonly node: string;
  readonly on: Interface;
  readonly id: number;
  disk: MemberDisk;
  slowdown: number;
  /** Undefined: removed. */
  name: string | undefined;
}

/** The seat of a node. Throws where it has none. */
export function seatIn(seats: readonly Seat[], node: string): Seat {
  const seat = seats.find((one) => one.node === node);
  if (seat === undefined) throw new Error(`${node} has no etcd member`);
  return seat;
}
