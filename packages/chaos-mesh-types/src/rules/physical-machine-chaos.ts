import type { Notes } from '../validate/notes.ts';
import { entryOf, type Fields, isRecord, isSet, listAt, recordAt, textAt } from '../validate/values.ts';
import { blockRules } from './machine-blocks.ts';
import type { SpecRule } from './rule.ts';
import { checkMode } from './selection.ts';

/** What admission demands of a PhysicalMachineChaos. */
export const checkPhysicalMachineChaos: SpecRule = (spec, notes) => {
  checkTarget(spec, notes);
  const action = textAt(spec, 'action') ?? '';
  const rules = action === 'vm' ? [] : entryOf(blockRules, action);
  if (rules === undefined) return;
  const block = recordAt(spec, action);
  if (spec[action] === undefined) {
    notes.error([action], 'is missing', { hint: `Action ${action} needs the block of its name.` });
  }
  if (block === undefined) return;
  for (const rule of rules) rule(block, notes.at(action));
};

function checkTarget(spec: Fields, notes: Notes): void {
  checkMode(spec, notes);
  const addresses = listAt(spec, 'address');
  const selector = Object.values(recordAt(spec, 'selector') ?? {});
  const selects = selector.some((value) => (isRecord(value) ? Object.keys(value).length > 0 : isSet(value)));
  if (addresses.length > 0 && selects) {
    notes.error(['address'], 'does not go with selector', { hint: 'Keep one of them.' });
  } else if (addresses.length === 0 && !selects) {
    notes.error(['address'], 'is missing', { hint: 'Give address or selector.' });
  }
  for (const [i, address] of addresses.entries()) {
    // The webhook has put http:// before it by the time it looks.
    if (address === '') notes.warn(['address', i], 'is empty', { hint: 'Give the address of a chaosd.' });
  }
}
