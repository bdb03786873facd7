import { listAt, showValue } from '../validate/values.ts';
import type { SpecRule } from './rule.ts';

/** What admission lets through in a DNSChaos. */
export const checkDNSChaos: SpecRule = (spec, notes) => {
  for (const [i, pattern] of listAt(spec, 'patterns').entries()) {
    if (typeof pattern !== 'string' || !pattern.slice(0, -1).includes('*')) continue;
    const hint = 'A "*" may stand at the end only.';
    notes.warn(['patterns', i], `is ${showValue(pattern)}, which matches nothing`, { hint });
  }
};
