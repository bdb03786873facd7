import type { AdviceRule } from './rule.ts';
import { balancerChecksRule } from './rules/balancer-checks.ts';
import { dnsPlacementRule } from './rules/dns-placement.ts';
import { electionTimeoutRule } from './rules/election-timeout.ts';
import { evictionRateRule } from './rules/eviction-rate.ts';
import { gracePeriodRule } from './rules/grace-period.ts';
import { podStartRule } from './rules/pod-start.ts';
import { quorumRule } from './rules/quorum.ts';
import { staleEndpointsRule } from './rules/stale-endpoints.ts';
import { tolerationRule } from './rules/toleration.ts';

/** Every rule of advice: one file, one line. */
export const allRules: readonly AdviceRule[] = [
  gracePeriodRule,
  evictionRateRule,
  tolerationRule,
  podStartRule,
  quorumRule,
  electionTimeoutRule,
  balancerChecksRule,
  staleEndpointsRule,
  dnsPlacementRule,
];
