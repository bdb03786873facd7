import type { Notes } from '../validate/notes.ts';
import { type Fields, isSet, numberAt, recordAt, showValue, textAt } from '../validate/values.ts';
import { isSize, parseWhole } from './go-values.ts';
import type { SpecRule } from './rule.ts';

const wanted = { hint: 'Give cpu, memory, or both.', allowed: ['cpu', 'memory'] };

/** What admission demands of a StressChaos, and what it lets through. */
export const checkStressChaos: SpecRule = (spec, notes) => {
  const byHand = isSet(spec['stressngStressors']);
  if (byHand) notes.warn(['stressngStressors'], 'is ignored by Chaos Mesh', { hint: 'Use stressors.' });
  const stressors = recordAt(spec, 'stressors');
  if (stressors !== undefined) checkStressors(stressors, notes.at('stressors'));
  else if (spec['stressors'] === undefined && !byHand) notes.error(['stressors'], 'is missing', wanted);
};

function checkStressors(stressors: Fields, notes: Notes): void {
  if (stressors['cpu'] === undefined && stressors['memory'] === undefined) notes.error([], 'is empty', wanted);
  for (const name of ['cpu', 'memory']) {
    const workers = numberAt(recordAt(stressors, name), 'workers') ?? 1;
    if (workers > 0) continue;
    notes.warn([name, 'workers'], `is ${showValue(workers)}: there is no load`, { hint: 'Give at least 1.' });
  }
  if (numberAt(recordAt(stressors, 'cpu'), 'load') === 0) {
    notes.warn(['cpu', 'load'], 'is the number 0: the workers sleep', { hint: 'Give 1 to 100.' });
  }
  const size = textAt(recordAt(stressors, 'memory'), 'size') ?? '';
  if (size !== '' && !isMemory(size)) {
    const hint = 'Give a size such as 64MB, or a share such as 50%.';
    notes.error(['memory', 'size'], `is ${showValue(size)}`, { hint });
  }
}

function isMemory(text: string): boolean {
  if (!text.endsWith('%')) return isSize(text);
  const share = parseWhole(text.slice(0, -1));
  return share !== undefined && share >= 0 && share <= 100;
}
