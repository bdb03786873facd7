import type { Fault } from '../core/fault.ts';
import { apiserverKill } from './apiserver-kill.ts';
import { etcdLeaderKill } from './etcd-leader-kill.ts';
import { etcdMemberKill } from './etcd-member-kill.ts';
import { zonePartition } from './zone-partition.ts';

/** Every fault: one file, one line. */
export const allFaults: readonly Fault[] = [zonePartition, apiserverKill, etcdMemberKill, etcdLeaderKill];
