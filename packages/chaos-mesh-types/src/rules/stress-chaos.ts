import { isRecord, isSet, numberAt, recordAt, showValue, textAt } from '../validate/values.ts';
import { isSize, parseWhole } from './go-values.ts';
import type { SpecRule } from './rule.ts';

/** What admission demands of a StressChaos, and what it lets through. */
export const checkStressChaos: SpecRule = (spec, notes) => {
  const stressors = recordAt(spec, 'stressors');
  const own = notes.at('stressors');
  const cpu = recordAt(stressors, 'cpu');
  const memory = recordAt(stressors, 'memory');
  if (isSet(spec['stressngStressors'])) {
    notes.warn(['stressngStressors'], 'is ignored by Chaos Mesh', { hint: 'Use stressors.' });
  }
  if (cpu === undefined && memory === undefined) {
    if (stressors === undefined && (isSet(spec['stressngStressors']) || isRecordOrAbsent(spec['stressors']) === false)) return;
    const message = stressors === undefined ? 'is missing' : 'is empty';
    notes.error(['stressors'], message, { hint: 'Give cpu, memory, or both.', allowed: ['cpu', 'memory'] });
    return;
  }
  for (const [name, stressor] of [['cpu', cpu] as const, ['memory', memory] as const]) {
    const workers = numberAt(stressor, 'workers');
    if (workers === undefined || workers > 0) continue;
    own.warn([name, 'workers'], `is ${showValue(workers)}: there is no load`, { hint: 'Give at least 1.' });
  }
  if (numberAt(cpu, 'load') === 0) {
    own.warn(['cpu', 'load'], 'is the number 0: the workers sleep', { hint: 'Give 1 to 100.' });
  }
  const size = textAt(memory, 'size');
  if (size !== undefined && size !== '' && !isMemory(size)) {
    own.error(['memory', 'size'], `is ${showValue(size)}`, { hint: 'Give a size such as 64MB, or a share such as 50%.' });
  }
};

function isRecordOrAbsent(value: unknown): boolean {
  return value === undefined || isRecord(value);
}

function isMemory(text: string): boolean {
  if (!text.endsWith('%')) return isSize(text);
  const share = parseWhole(text.slice(0, -1));
  return share !== undefined && share >= 0 && share <= 100;
}
