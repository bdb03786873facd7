import { isExperimentKind } from '../kinds.ts';
import type { Notes } from '../validate/notes.ts';
import { type Fields, isRecord, listAt, showValue, textAt } from '../validate/values.ts';
import { suggest } from '../validate/suggest.ts';
import { isSubdomain } from './metadata.ts';
import type { RuleContext } from './rule.ts';
import { checkTemplate, type CheckEmbeddedSchedule } from './workflow-template.ts';

/** What admission demands of a Workflow, and what it lets through. */
export function checkWorkflowSpec(
  spec: Fields,
  notes: Notes,
  context: RuleContext,
  checkSchedule: CheckEmbeddedSchedule,
): void {
  if (spec['templates'] === undefined) return;
  const templates = listAt(spec, 'templates');
  if (Array.isArray(spec['templates']) && templates.length === 0) {
    notes.error(['templates'], 'is an empty list', { hint: 'Give at least the template that is the entry.' });
    return;
  }
  const names = templates.map((template) => (isRecord(template) ? textAt(template, 'name') : undefined));
  const known = names.filter((name) => name !== undefined);
  checkReference(spec, 'entry', known, notes);
  for (const [i, template] of templates.entries()) {
    if (!isRecord(template)) continue;
    const own = notes.at('templates', i);
    checkName(names, i, own);
    checkLinks(template, known, own);
    checkTemplate(template, own, { ...context, checkSchedule });
  }
  checkReach(spec, templates, notes);
}

function checkName(names: readonly (string | undefined)[], i: number, notes: Notes): void {
  const name = names[i];
  if (name === undefined) return;
  if (!isSubdomain(name)) {
    const hint = 'Use a-z, 0-9, "-" and ".", beginning and ending with a letter or a digit.';
    notes.error(['name'], name === '' ? 'is empty' : `is ${showValue(name)}`, { hint });
  } else if (names.indexOf(name) < i) {
    notes.error(['name'], `is ${showValue(name)}, the name of an earlier template`, {
      hint: 'Give it one of its own.',
    });
  }
}

function checkLinks(template: Fields, known: readonly string[], notes: Notes): void {
  const children = listAt(template, 'children');
  const grouped = template['templateType'] === 'Serial' || template['templateType'] === 'Parallel';
  for (const [i, child] of children.entries()) {
    if (!grouped || typeof child !== 'string' || known.includes(child)) continue;
    notes.error(['children', i], `is ${showValue(child)}, and no template is called so`, {
      hint: suggest(child, known),
    });
  }
  for (const [i, branch] of listAt(template, 'conditionalBranches').entries()) {
    const target = isRecord(branch) ? textAt(branch, 'target') : undefined;
    if (target === undefined || known.includes(target)) continue;
    const message = `is ${showValue(target)}, and no template is called so`;
    notes.warn(['conditionalBranches', i, 'target'], message, { hint: suggest(target, known) });
  }
}

function checkReference(spec: Fields, key: string, known: readonly string[], notes: Notes): void {
  const name = textAt(spec, key);
  if (name === undefined || known.includes(name)) return;
  const message = name === '' ? 'is empty' : `is ${showValue(name)}, and no template is called so`;
  notes.error([key], message, { hint: suggest(name, known) });
}

/** A circle never ends, and what no path from the entry leads to never begins. */
function checkReach(spec: Fields, templates: readonly unknown[], notes: Notes): void {
  const next = new Map<string, readonly string[]>();
  for (const template of templates) {
    if (isRecord(template)) next.set(textAt(template, 'name') ?? '', successors(template));
  }
  const entry = textAt(spec, 'entry') ?? '';
  if (!next.has(entry)) return;
  const reached = reach(entry, next);
  for (const [i, template] of templates.entries()) {
    const name = isRecord(template) ? textAt(template, 'name') : undefined;
    if (name === undefined) continue;
    const around = (next.get(name) ?? []).some((child) => reach(child, next).has(name));
    if (around)
      notes.warn(['templates', i, 'children'], 'lead back to this template: it never ends', {
        hint: 'Break the circle.',
      });
    else if (!reached.has(name)) {
      notes.warn(['templates', i, 'name'], `is ${showValue(name)}: nothing leads to it from the entry`, {
        hint: 'Name it among some children, or take it out.',
      });
    }
  }
}

function successors(template: Fields): readonly string[] {
  const branches = listAt(template, 'conditionalBranches').map((branch) => (isRecord(branch) ? branch['target'] : ''));
  const all = [...listAt(template, 'children'), ...branches];
  return isExperimentKind(template['templateType']) ? [] : all.filter((name) => typeof name === 'string');
}

function reach(from: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(next.get(name) ?? []));
  }
  return seen;
}
