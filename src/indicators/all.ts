import type { Indicator } from '../core/indicator.ts';
import { apiAvailability } from './api-availability.ts';
import { apiDetection } from './api-detection.ts';
import { apiFlaps } from './api-flaps.ts';
import { apiLatencyP50, apiLatencyP99, apiLatencyP999 } from './api-latency.ts';
import { apiRecoveryAfterHeal } from './api-recovery-after-heal.ts';
import { apiRecovery } from './api-recovery.ts';
import { etcdLeaderChanges } from './etcd-leader-changes.ts';
import { etcdLeaderless } from './etcd-leaderless.ts';
import { nodesDetection } from './nodes-detection.ts';
import { podsDeficit } from './pods-deficit.ts';
import { podsPendingPeak } from './pods-pending-peak.ts';
import { podsRescheduleMax, podsRescheduleP50, podsRescheduleP99 } from './pods-reschedule.ts';
import { trafficAvailability, trafficErrorRate, trafficLatencyP99 } from './traffic.ts';
import { apiServerLatencyP99 } from './api-server-latency.ts';
import { apiServerFeltLatencyP99 } from './api-server-felt-latency.ts';
import { apiServerEtcdLatencyP99 } from './api-server-etcd-latency.ts';
import { apiServerInflightPeak } from './api-server-inflight.ts';
import { apiServerRejected } from './api-server-rejected.ts';
import { apiServerRestarts } from './api-server-restarts.ts';
import { etcdFsyncP99 } from './etcd-fsync.ts';
import { etcdCommitP99 } from './etcd-commit.ts';
import { etcdPeerRttP99 } from './etcd-peer-rtt.ts';
import { etcdDbQuotaRatio } from './etcd-db-quota.ts';
import { etcdAlarms } from './etcd-alarms.ts';
import { schedulerPendingPeak } from './scheduler-pending-peak.ts';
import { controllerManagerQueuePeak } from './controller-manager-queue-peak.ts';
import { kubeletPodStartP99 } from './kubelet-pod-start.ts';
import { ledgerLost } from './ledger-lost.ts';
import { ledgerReordered } from './ledger-reordered.ts';
import { nodesRecoveryAfterHeal } from './nodes-recovery-after-heal.ts';
import { schedulerFailover } from './scheduler-failover.ts';
import { controllerManagerFailover } from './controller-manager-failover.ts';
import { endpointsConvergence } from './endpoints-convergence.ts';
import { topologySkewPeak } from './topology-skew-peak.ts';
import { topologySkewResidual } from './topology-skew-residual.ts';
import { podsStartP99 } from './pods-start.ts';
import { zonesReachability } from './zones-reachability.ts';
import { zonesLatencyP99 } from './zones-latency.ts';
import { dnsAvailability } from './dns-availability.ts';
import { dnsLatencyP99 } from './dns-latency.ts';
import { loadAvailability, loadLatencyP99 } from './load.ts';

/** Every indicator: one file, one line. In the order of reports: what clients felt, then what the cluster did about it. */
export const allIndicators: readonly Indicator[] = [
  apiAvailability,
  apiDetection,
  apiRecovery,
  apiRecoveryAfterHeal,
  apiFlaps,
  apiLatencyP50,
  apiLatencyP99,
  apiLatencyP999,
  ledgerLost,
  ledgerReordered,
  apiServerLatencyP99,
  apiServerFeltLatencyP99,
  apiServerEtcdLatencyP99,
  apiServerInflightPeak,
  apiServerRejected,
  apiServerRestarts,
  etcdLeaderless,
  etcdLeaderChanges,
  etcdFsyncP99,
  etcdCommitP99,
  etcdPeerRttP99,
  etcdDbQuotaRatio,
  etcdAlarms,
  schedulerFailover,
  controllerManagerFailover,
  schedulerPendingPeak,
  controllerManagerQueuePeak,
  nodesDetection,
  nodesRecoveryAfterHeal,
  podsRescheduleP50,
  podsRescheduleP99,
  podsRescheduleMax,
  podsDeficit,
  podsPendingPeak,
  podsStartP99,
  topologySkewPeak,
  topologySkewResidual,
  endpointsConvergence,
  kubeletPodStartP99,
  trafficAvailability,
  trafficErrorRate,
  trafficLatencyP99,
  loadAvailability,
  loadLatencyP99,
  zonesReachability,
  zonesLatencyP99,
  dnsAvailability,
  dnsLatencyP99,
];
