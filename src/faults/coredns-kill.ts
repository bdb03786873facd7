import type { Fault } from '../core/fault.ts';
import { systemKill } from './system-kill.ts';

/** Kills CoreDNS, by default every replica at the same time. */
export const corednsKill: Fault = systemKill({
  name: 'coredns-kill',
  summary: 'Kills CoreDNS, by default every replica at the same time.',
  labels: { 'k8s-app': 'kube-dns' },
  take: 'all',
});
