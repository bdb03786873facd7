import { embeddedFields } from '../generated/kinds.ts';
import type { Schedule, ScheduleSpec } from '../generated/schedule.ts';
import type { Workflow } from '../generated/workflow.ts';
import type { Experiment } from '../kinds.ts';
import { apiVersion } from '../meta.ts';

/** When a schedule fires, and what it keeps. All of it, because each default is a trap (README). */
export interface Recurrence {
  /** Five or six cron fields, or `@every 5m`. */
  readonly schedule: string;
  /** How many finished children are kept, from 1 up. */
  readonly historyLimit: number;
  /** Whether a new child may begin while the last one is still there. */
  readonly concurrencyPolicy: 'Forbid' | 'Allow';
  readonly startingDeadlineSeconds?: number;
}

/** A Schedule that makes `object` again and again, under its name and in its namespace. */
export function repeated(object: Experiment | Workflow, recurrence: Recurrence): Schedule {
  const field = object.kind === 'Workflow' ? 'workflow' : embeddedFields[object.kind];
  const spec = { ...recurrence, type: object.kind, [field]: object.spec } as unknown as ScheduleSpec;
  return { apiVersion, kind: 'Schedule', metadata: object.metadata, spec };
}
