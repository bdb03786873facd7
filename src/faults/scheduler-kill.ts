import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { containerKillNotes } from './container-kill.ts';
import { electedKillParams, electedKillPlan } from './elected-kill.ts';

/** Kills the scheduler that leads, one of them, or all. */
export const schedulerKill: Fault = define(
  {
    name: 'scheduler-kill',
    summary: 'Kills the kube-scheduler process that leads, one of them, or all at once.',
    notes: containerKillNotes,
    params: electedKillParams,
  },
  ({ node }) => ({
    plan: (context) => electedKillPlan(context, 'kube-scheduler', node),
  }),
);
