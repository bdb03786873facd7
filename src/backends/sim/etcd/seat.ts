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
