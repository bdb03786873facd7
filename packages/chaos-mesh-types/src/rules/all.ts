import { isExperimentKind, type Kind } from '../kinds.ts';
import type { Notes } from '../validate/notes.ts';
import { type Fields, isRecord, listAt, recordAt, textAt } from '../validate/values.ts';
import { experimentRule } from './experiments.ts';
import type { SpecRule } from './rule.ts';
import { checkChaosSchedule, checkSchedule } from './schedule.ts';
import { checkStatusCheck } from './status-check.ts';
import { checkWorkflowSpec } from './workflow.ts';

/** The rules for the objects of a kind, beside its schema. */
export function rulesOf(kind: Kind): (object: Fields, notes: Notes) => void {
  return (object, notes) => {
    const spec = recordAt(object, 'spec');
    if (spec === undefined) return;
    const namespace = textAt(recordAt(object, 'metadata'), 'namespace');
    specRule(kind)(spec, notes.at('spec'), { namespace });
    if (kind === 'Workflow') checkAbort(object, spec, notes);
  };
}

function specRule(kind: Kind): SpecRule {
  if (isExperimentKind(kind)) return experimentRule(kind);
  if (kind === 'Schedule') return checkSchedule;
  if (kind === 'StatusCheck') return checkStatusCheck;
  if (kind === 'Workflow') {
    return (spec, notes, context) => checkWorkflowSpec(spec, notes, context, checkChaosSchedule);
  }
  // What is left is written by controllers, or has nothing but its schema.
  return () => undefined;
}

/** To abort, the controller writes an annotation into a map that must be there. */
function checkAbort(object: Fields, spec: Fields, notes: Notes): void {
  const annotations = recordAt(recordAt(object, 'metadata'), 'annotations');
  if (Object.keys(annotations ?? {}).length > 0) return;
  for (const [i, template] of listAt(spec, 'templates').entries()) {
    if (!isRecord(template) || template['abortWithStatusCheck'] !== true) continue;
    const message = 'is true, and the workflow has no annotations: the controller panics when it aborts';
    notes.warn(['spec', 'templates', i, 'abortWithStatusCheck'], message, {
      hint: 'Give the workflow an annotation, any at all.',
    });
  }
}
