import type { Fault } from '../core/fault.ts';
import { systemKill } from './system-kill.ts';

/** Kills kube-proxy: what it had set up in the node stays, and does not follow what changes until it is back. */
export const kubeProxyKill: Fault = systemKill({
  name: 'kube-proxy-kill',
  summary: 'Kills kube-proxy: what it had set up in the node stays, and does not follow what changes until it is back.',
  labels: { 'k8s-app': 'kube-proxy' },
  take: 'one',
});
