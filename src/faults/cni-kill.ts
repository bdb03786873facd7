import type { Fault } from '../core/fault.ts';
import { systemKill } from './system-kill.ts';

/** Kills the agent of the pod network on a node; give its labels where it is not kindnet. */
export const cniKill: Fault = systemKill({
  name: 'cni-kill',
  summary: 'Kills the agent of the pod network on a node; give its labels where it is not kindnet.',
  labels: { app: 'kindnet' },
  take: 'one',
});
