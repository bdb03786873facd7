import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { containerKillNotes } from './container-kill.ts';
import { electedKillParams, electedKillPlan } from './elected-kill.ts';

/** Kills the controller-manager that leads, one of them, or all. */
export const controllerManagerKill: Fault = define(
  {
    name: 'controller-manager-kill',
    summary: 'Kills the kube-controller-manager process that leads, one of them, or all at once.',
    notes: containerKillNotes,
    params: electedKillParams,
  },
  ({ node }) => ({
    plan: (context) => electedKillPlan(context, 'kube-controller-manager', node),
  }),
);
