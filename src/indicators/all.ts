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
  etcdLeaderless,
  etcdLeaderChanges,
  nodesDetection,
  podsRescheduleP50,
  podsRescheduleP99,
  podsRescheduleMax,
  podsDeficit,
  podsPendingPeak,
  trafficAvailability,
  trafficErrorRate,
  trafficLatencyP99,
];
