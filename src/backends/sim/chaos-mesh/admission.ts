import { sameJson } from '../api/merge.ts';
import type { StoredObject } from '../store/object.ts';
import { admitted } from './admission/kinds.ts';
import { panic, scheduleProblems, withScheduleDefaults } from './admission/schedule.ts';
import { defaulted, specProblems } from './admission/spec.ts';
import { withWorkflowDefaults, workflowProblems } from './admission/workflow.ts';
import type { Experiment } from './experiment.ts';
import type { Schedule } from './schedule/schedule.ts';
import type { Workflow } from './workflow/workflow.ts';

/** What an apiserver asks of Chaos Mesh's webhooks, and what they say. */
export interface AdmissionReview {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly object: StoredObject;
  /** The object as it is stored; undefined for a new one. */
  readonly old: StoredObject | undefined;
}

export type AdmissionAnswer =
  | { readonly object: StoredObject }
  /** `code`: 500 where the webhook itself fell over. */
  | { readonly denied: string; readonly code?: number };

/** Webhooks that there are: the word in their names, by the resource that they are asked for. */
export const admittedKinds: ReadonlyMap<string, string> = new Map([
  ...Object.keys(admitted).map((kind): [string, string] => [kind.toLowerCase(), kind.toLowerCase()]),
  ['schedules', 'schedule'],
  ['workflows', 'workflow'],
]);

/** Fills in what the mutating webhook fills in, and refuses what the validating one refuses, in its words. */
export function review({ operation, object, old }: AdmissionReview): AdmissionAnswer {
  if (object.kind === 'Schedule') {
    const schedule = withScheduleDefaults(object as Schedule);
    return judged(scheduleProblems(schedule), schedule);
  }
  if (object.kind === 'Workflow') {
    const workflow = withWorkflowDefaults(object as Workflow);
    return judged(workflowProblems(workflow), workflow);
  }
  const kind = admitted[object.kind];
  if (kind === undefined) return { object };
  const experiment = object as Experiment;
  if (operation === 'UPDATE') {
    if (old !== undefined && !sameJson(experiment.spec, (old as Experiment).spec)) {
      return { denied: 'Cannot update chaos spec' };
    }
    return { object };
  }
  const spec = defaulted(experiment.spec, object.metadata.namespace ?? 'default', kind);
  return judged(specProblems(spec, kind), { ...object, spec, status: experiment.status ?? { experiment: {} } });
}

function judged(problems: readonly string[] | typeof panic, object: StoredObject): AdmissionAnswer {
  if (problems === panic) return { denied: panic, code: 500 };
  const [only = ''] = problems;
  if (problems.length === 0) return { object };
  return { denied: problems.length === 1 ? only : `[${problems.join(', ')}]` };
}
