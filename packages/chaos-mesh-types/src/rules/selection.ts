import type { Notes } from '../validate/notes.ts';
import { suggest } from '../validate/suggest.ts';
import { entryOf, type Fields, isRecord, isSet, listAt, recordAt, showValue, textAt } from '../validate/values.ts';
import { parseWhole } from './go-values.ts';

const greatest = { fixed: Number.MAX_SAFE_INTEGER, 'fixed-percent': 100, 'random-max-percent': 100 };
const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const phases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** `mode`, `value` and `selector`, wherever they stand together. */
export function checkSelection(fields: Fields, notes: Notes): void {
  checkMode(fields, notes);
  const selector = recordAt(fields, 'selector');
  if (selector !== undefined) checkSelector(selector, notes.at('selector'));
}

/** The number that goes with a mode. */
export function checkMode(fields: Fields, notes: Notes): void {
  const mode = textAt(fields, 'mode');
  const value = fields['value'] ?? '';
  if (typeof value !== 'string') return;
  const most = entryOf(greatest, mode);
  if (most === undefined) return;
  const count = parseWhole(value);
  if (count !== undefined && count > 0 && count <= most) return;
  const hint = `With mode ${mode} give a whole number from 1 ${most === 100 ? 'to 100' : 'up'}, in quotes.`;
  notes.error(['value'], value === '' ? 'is missing' : `is ${showValue(value)}`, { hint });
}

function checkSelector(selector: Fields, notes: Notes): void {
  const used = Object.keys(selector).filter((key) => isFilled(selector[key]));
  if (used.length === 0) {
    notes.warn([], "is empty: it selects every pod of the object's own namespace", { hint: 'Say which pods.' });
  }
  const silenced = used.filter((key) => key !== 'pods' && key !== 'namespaces');
  if (used.includes('pods') && silenced.length > 0) {
    for (const key of silenced) {
      notes.warn([key], 'is ignored, because `pods` is there', { hint: 'Use one or the other.', at: 'key' });
    }
  }
  for (const [i, expression] of listAt(selector, 'expressionSelectors').entries()) {
    if (isRecord(expression)) checkExpression(expression, notes.at('expressionSelectors', i));
  }
  for (const [i, phase] of listAt(selector, 'podPhaseSelectors').entries()) {
    if (typeof phase !== 'string' || phases.includes(phase.replace(/^!/, ''))) continue;
    const words = { hint: suggest(phase, phases), allowed: phases };
    notes.warn(['podPhaseSelectors', i], `is ${showValue(phase)}, no phase of a pod`, words);
  }
}

function checkExpression(expression: Fields, notes: Notes): void {
  const operator = textAt(expression, 'operator');
  if (operator === undefined) return;
  if (!operators.includes(operator)) {
    notes.warn(['operator'], `is ${showValue(operator)}: the selection fails`, {
      hint: suggest(operator, operators),
      allowed: operators,
    });
    return;
  }
  const wanted = operator === 'In' || operator === 'NotIn';
  if (wanted !== listAt(expression, 'values').length > 0) {
    const message = wanted ? 'is missing: the selection fails' : `is set: the selection fails with ${operator}`;
    notes.warn(['values'], message, { hint: wanted ? `${operator} needs values.` : 'Take it out.' });
  }
}

function isFilled(value: unknown): boolean {
  return isRecord(value) ? Object.keys(value).length > 0 : isSet(value);
}
