import { leaseFailover } from './lease-failover.ts';

/** How long no controller-manager led. */
export const controllerManagerFailover = leaseFailover(
  'controllerManager.failover',
  'kube-controller-manager',
  'controller-manager',
);
