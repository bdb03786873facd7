import type { Notes } from '../validate/notes.ts';
import { entryOf, type Fields, isSet, numberAt, showValue, textAt } from '../validate/values.ts';
import { checkNeeded } from './go-values.ts';
import type { SpecRule } from './rule.ts';

const needed: Readonly<Record<string, readonly string[]>> = {
  latency: ['class', 'method', 'latency'],
  return: ['class', 'method', 'returnValue'],
  exception: ['class', 'method', 'exception'],
  ruleData: ['ruleData'],
};

/** What admission demands of a JVMChaos. */
export const checkJVMChaos: SpecRule = (spec, notes) => {
  const action = textAt(spec, 'action') ?? '';
  for (const field of entryOf(needed, action) ?? []) checkNeeded(spec, field, notes, `Action ${action} needs it.`);
  if (action === 'stress') checkStress(spec, notes);
  if (action === 'mysql') checkMySQL(spec, notes);
};

function checkStress(spec: Fields, notes: Notes): void {
  const memory = textAt(spec, 'memType');
  if (!isSet(spec['cpuCount']) && !isSet(memory)) {
    notes.error(['cpuCount'], 'is missing', { hint: 'Action stress needs cpuCount or memType.' });
  }
  if ((numberAt(spec, 'cpuCount') ?? 0) > 0 && isSet(memory)) {
    notes.error(['memType'], 'does not go with cpuCount', { hint: 'Keep one of them.' });
  }
  if (isSet(memory) && memory !== 'stack' && memory !== 'heap') {
    notes.error(['memType'], `is ${showValue(memory)}`, { hint: 'Use stack or heap.', allowed: ['stack', 'heap'] });
  }
}

function checkMySQL(spec: Fields, notes: Notes): void {
  const version = textAt(spec, 'mysqlConnectorVersion');
  if (checkNeeded(spec, 'mysqlConnectorVersion', notes, 'Use "5" or "8".') && version !== '5' && version !== '8') {
    notes.error(['mysqlConnectorVersion'], `is ${showValue(version)}`, {
      hint: 'Use "5" or "8".',
      allowed: ['5', '8'],
    });
  }
  if (!isSet(spec['exception']) && !isSet(spec['latency'])) {
    notes.error(['exception'], 'is missing', { hint: 'Action mysql needs exception or latency.' });
  }
}
