import { leaseFailover } from './lease-failover.ts';

/** How long no scheduler led. */
export const schedulerFailover = leaseFailover('scheduler.failover', 'kube-scheduler', 'scheduler');
