import type { Fault } from '../core/fault.ts';
import { apiserverKill } from './apiserver-kill.ts';
import { apiserverLatency } from './apiserver-latency.ts';
import { apiserverOverload } from './apiserver-overload.ts';
import { apiserverPause } from './apiserver-pause.ts';
import { apiserverRollingRestart } from './apiserver-rolling-restart.ts';
import { apiserverStop } from './apiserver-stop.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { controllerManagerKill } from './controller-manager-kill.ts';
import { controllerManagerPause } from './controller-manager-pause.ts';
import { etcdLatency } from './etcd-latency.ts';
import { etcdLeaderKill } from './etcd-leader-kill.ts';
import { etcdLeaderPause } from './etcd-leader-pause.ts';
import { etcdMemberKill } from './etcd-member-kill.ts';
import { etcdMemberReplace } from './etcd-member-replace.ts';
import { etcdMemberStop } from './etcd-member-stop.ts';
import { etcdPeerPartition } from './etcd-peer-partition.ts';
import { etcdQuorumLoss } from './etcd-quorum-loss.ts';
import { etcdQuota } from './etcd-quota.ts';
import { etcdRestoreDrill } from './etcd-restore-drill.ts';
import { etcdSlowDisk } from './etcd-slow-disk.ts';
import { loadBalancerDrain } from './load-balancer-drain.ts';
import { loadBalancerKill } from './load-balancer-kill.ts';
import { schedulerKill } from './scheduler-kill.ts';
import { schedulerPause } from './scheduler-pause.ts';
import { webhookOutage } from './webhook-outage.ts';
import { zoneFlap } from './zone-flap.ts';
import { zoneLatency } from './zone-latency.ts';
import { zoneOutage } from './zone-outage.ts';
import { zonePartition } from './zone-partition.ts';

/** Every fault: one file, one line. */
export const allFaults: readonly Fault[] = [
  zonePartition,
  zoneOutage,
  zoneFlap,
  zoneLatency,
  apiserverKill,
  apiserverStop,
  apiserverPause,
  apiserverRollingRestart,
  apiserverOverload,
  apiserverLatency,
  loadBalancerKill,
  loadBalancerDrain,
  etcdMemberKill,
  etcdMemberStop,
  etcdLeaderKill,
  etcdLeaderPause,
  etcdQuorumLoss,
  etcdPeerPartition,
  etcdMemberReplace,
  etcdSlowDisk,
  etcdQuota,
  etcdLatency,
  etcdRestoreDrill,
  schedulerKill,
  schedulerPause,
  controllerManagerKill,
  controllerManagerPause,
  webhookOutage,
  certificateExpiry,
];
