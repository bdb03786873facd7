import { embeddedFields } from '../generated/kinds.ts';
import { type ExperimentKind, experimentKinds, isExperimentKind } from '../kinds.ts';
import { parseGoDuration } from '../text.ts';
import type { Notes } from '../validate/notes.ts';
import { suggest } from '../validate/suggest.ts';
import { type Fields, isSet, listAt, recordAt, showValue, textAt } from '../validate/values.ts';
import { experimentRule } from './experiments.ts';
import type { RuleContext } from './rule.ts';
import { checkStatusCheck } from './status-check.ts';

/** Rules for the schedule inside a template; given from outside, because schedules hold workflows as well. */
export type CheckEmbeddedSchedule = (spec: Fields, notes: Notes, context: RuleContext) => void;

interface TemplateContext extends RuleContext {
  readonly checkSchedule: CheckEmbeddedSchedule;
}

type Part = 'task' | 'children' | 'conditionalBranches' | 'chaos' | 'schedule';

const forbidden: Readonly<Record<string, readonly Part[]>> = {
  Suspend: ['task', 'children', 'conditionalBranches', 'chaos', 'schedule'],
  Serial: ['task', 'conditionalBranches', 'chaos', 'schedule'],
  Parallel: ['task', 'conditionalBranches', 'chaos', 'schedule'],
  Schedule: ['task', 'children', 'conditionalBranches', 'chaos'],
  StatusCheck: ['task', 'children', 'conditionalBranches', 'chaos', 'schedule'],
  Task: ['children', 'chaos', 'schedule'],
};
const ofChaos: readonly Part[] = ['task', 'children', 'conditionalBranches', 'schedule'];
const templateTypes = ['Task', 'Serial', 'Parallel', 'Suspend', 'StatusCheck', 'Schedule', ...experimentKinds];

/** What admission demands of a template of a Workflow, and what it lets through. */
export function checkTemplate(template: Fields, notes: Notes, context: TemplateContext): void {
  const type = textAt(template, 'templateType');
  if (type === undefined) return;
  if (!templateTypes.includes(type)) {
    notes.error(['templateType'], `is ${showValue(type)}`, {
      hint: suggest(type, templateTypes),
      allowed: templateTypes,
    });
    return;
  }
  checkForbidden(template, type, notes);
  checkDeadline(template, type, notes);
  if (isExperimentKind(type)) checkChaos(template, { type, notes, context });
  else checkBlock(template, { type, notes, context });
}

function checkForbidden(template: Fields, type: string, notes: Notes): void {
  const hint = `A template of type ${type} must not have it.`;
  for (const part of forbidden[type] ?? ofChaos) {
    if (part === 'chaos') {
      for (const field of Object.values(embeddedFields)) {
        if (template[field] !== undefined) notes.error([field], 'does not belong here', { hint, at: 'key' });
      }
    } else if (
      part === 'children' || part === 'conditionalBranches'
        ? listAt(template, part).length > 0
        : template[part] !== undefined
    ) {
      notes.error([part], 'does not belong here', { hint, at: 'key' });
    }
  }
}

function checkDeadline(template: Fields, type: string, notes: Notes): void {
  const deadline = template['deadline'] ?? '';
  if (typeof deadline !== 'string') return;
  if (deadline !== '') {
    const ms = parseGoDuration(deadline);
    if (ms !== undefined && ms > 0) return;
    const what = ms === undefined ? 'no duration: nothing starts' : 'over before it begins';
    notes.warn(['deadline'], `is ${showValue(deadline)}, ${what}`, {
      hint: 'Give a Go duration such as 60s or 1m30s.',
    });
  } else if (type === 'Suspend') {
    notes.error(['deadline'], 'is missing', { hint: 'A pause needs an end.' });
  } else if (isExperimentKind(type)) {
    notes.warn(['deadline'], 'is missing: this step lasts for ever', { hint: 'Give a deadline.' });
  }
}

interface Checking<T> {
  readonly type: T;
  readonly notes: Notes;
  readonly context: TemplateContext;
}

function checkChaos(template: Fields, { type, notes, context }: Checking<ExperimentKind>): void {
  const field = embeddedFields[type];
  const spec = recordAt(template, field);
  if (template[field] === undefined) notes.error([field], 'is missing', { hint: `Type ${type} needs it.` });
  if (spec === undefined) return;
  const { duration, ...rest } = spec;
  if (duration !== undefined && duration !== '') {
    const hint = "In a workflow the template's deadline takes its place.";
    notes.error([field, 'duration'], 'does not belong here', { hint, at: 'key' });
  }
  experimentRule(type)(rest, notes.at(field), context);
}

function checkBlock(template: Fields, { type, notes, context }: Checking<string>): void {
  const field = { Task: 'task', StatusCheck: 'statusCheck', Schedule: 'schedule' }[type];
  if (field === undefined) return;
  const block = recordAt(template, field);
  if (!isSet(template[field]) || (block !== undefined && Object.keys(block).length === 0)) {
    const message = block === undefined ? 'is missing' : 'is empty';
    notes.error([field], message, { hint: `Type ${type} needs it.` });
    return;
  }
  if (block === undefined) return;
  const own = notes.at(field);
  if (type === 'StatusCheck') checkStatusCheck(block, own.unchecked(), context);
  if (type === 'Schedule') checkSchedule(block, own, context);
  if (type === 'Task' && recordAt(block, 'container') === undefined) {
    own.warn(['container'], 'is missing: there is nothing to run', { hint: 'Say which container to run.' });
  }
}

function checkSchedule(block: Fields, notes: Notes, context: TemplateContext): void {
  if (block['concurrencyPolicy'] === undefined) {
    // Here the schema has no default, and the webhook fills in a text that the schema refuses.
    const words = { hint: 'Use one of: Forbid, Allow.', allowed: ['Forbid', 'Allow'] };
    notes.error(['concurrencyPolicy'], 'is missing', words);
  }
  for (const kind of ['BlockChaos', 'AzureChaos']) {
    if (block['type'] !== kind) continue;
    notes.warn(['type'], `is ${kind}, which Chaos Mesh drops here`, { hint: 'Use a Schedule object of its own.' });
  }
  // Admission does not look any further.
  context.checkSchedule(block, notes.unchecked(), context);
}
