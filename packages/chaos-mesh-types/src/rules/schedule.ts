import { embeddedFields } from '../generated/kinds.ts';
import { type ExperimentKind, experimentKinds, isExperimentKind } from '../kinds.ts';
import type { Notes } from '../validate/notes.ts';
import { suggest } from '../validate/suggest.ts';
import { type Fields, isSet, recordAt, showValue, textAt } from '../validate/values.ts';
import { cronMistake } from './cron.ts';
import { experimentRule, isOneShot } from './experiments.ts';
import type { RuleContext, SpecRule } from './rule.ts';
import { checkWorkflowSpec } from './workflow.ts';

/** What admission demands of a Schedule, and what it lets through. */
export const checkSchedule: SpecRule = (spec, notes, context) => {
  const type = textAt(spec, 'type');
  if (type === 'Workflow') {
    checkRecurrence(spec, notes);
    const workflow = recordAt(spec, 'workflow');
    if (spec['workflow'] === undefined) missing('workflow', type, notes);
    // Nobody looks into a workflow before its first child is made.
    if (workflow !== undefined)
      checkWorkflowSpec(workflow, notes.at('workflow').unchecked(), context, checkChaosSchedule);
    return;
  }
  checkChaosSchedule(spec, notes, context, ['Workflow']);
};

/** A Schedule that holds an experiment: a Schedule object, or the template of a Workflow. */
export function checkChaosSchedule(
  spec: Fields,
  notes: Notes,
  context: RuleContext,
  otherTypes: readonly string[] = [],
): void {
  checkRecurrence(spec, notes);
  const type = textAt(spec, 'type');
  if (!isExperimentKind(type)) {
    const allowed = [...experimentKinds, ...otherTypes];
    if (type !== undefined) {
      notes.error(['type'], `is ${showValue(type)}`, { hint: suggest(type, allowed), allowed });
    }
    return;
  }
  const field = embeddedFields[type];
  if (spec[field] === undefined) missing(field, type, notes);
  const inner = recordAt(spec, field);
  if (inner === undefined) return;
  experimentRule(type)(inner, notes.at(field), context);
  checkEndless(type, { spec, inner }, notes);
}

function checkRecurrence(spec: Fields, notes: Notes): void {
  const line = textAt(spec, 'schedule');
  const mistake = line === undefined ? undefined : cronMistake(line);
  if (mistake !== undefined) {
    const hint = 'Give five or six cron fields, or a descriptor such as "@every 5m" or "@hourly".';
    notes.error(['schedule'], mistake, { hint });
  }
  if (spec['historyLimit'] === undefined) {
    const message = 'is missing: each child is removed as soon as it counts as finished';
    notes.warn(['historyLimit'], message, { hint: 'Give 1 or more.' });
  }
}

/** Children without an end keep the next one from beginning. */
function checkEndless(
  type: ExperimentKind,
  parts: { readonly spec: Fields; readonly inner: Fields },
  notes: Notes,
): void {
  const { spec, inner } = parts;
  const forbids = spec['concurrencyPolicy'] === undefined || spec['concurrencyPolicy'] === 'Forbid';
  if (!forbids || isSet(inner['duration']) || isOneShot(type, inner)) return;
  const message = 'is missing: with concurrencyPolicy Forbid a child without end is the last one';
  notes.warn([embeddedFields[type], 'duration'], message, { hint: 'Give a duration.' });
}

function missing(field: string, type: string, notes: Notes): void {
  notes.error([field], 'is missing', { hint: `Type ${type} needs it.` });
}
