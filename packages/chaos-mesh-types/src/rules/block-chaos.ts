import { recordAt, textAt } from '../validate/values.ts';
import { checkDuration, checkPercentage } from './go-values.ts';
import type { SpecRule } from './rule.ts';

/** What admission demands of a BlockChaos. */
export const checkBlockChaos: SpecRule = (spec, notes) => {
  const delay = recordAt(spec, 'delay');
  if (textAt(spec, 'action') === 'delay' && spec['delay'] === undefined) {
    notes.error(['delay'], 'is missing', { hint: 'Action delay needs it.' });
  }
  if (delay === undefined) return;
  const own = notes.at('delay');
  for (const field of ['latency', 'jitter']) if (delay[field] !== '') checkDuration(delay, field, own);
  checkPercentage(delay, 'correlation', own);
  if (textAt(delay, 'latency') === undefined) {
    own.warn(['latency'], 'is missing: nothing is delayed', { hint: 'Give a duration.' });
  }
};
