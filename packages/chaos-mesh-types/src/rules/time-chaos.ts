import { suggest } from '../validate/suggest.ts';
import { listAt, showValue } from '../validate/values.ts';
import { checkDuration } from './go-values.ts';
import type { SpecRule } from './rule.ts';

const clocks = [
  ...['REALTIME', 'MONOTONIC', 'PROCESS_CPUTIME_ID', 'THREAD_CPUTIME_ID', 'MONOTONIC_RAW', 'REALTIME_COARSE'],
  ...['MONOTONIC_COARSE', 'BOOTTIME', 'REALTIME_ALARM', 'BOOTTIME_ALARM'],
].map((name) => `CLOCK_${name}`);

/** What admission demands of a TimeChaos, and what it lets through. */
export const checkTimeChaos: SpecRule = (spec, notes) => {
  if (checkDuration(spec, 'timeOffset', notes) === 0) {
    notes.warn(['timeOffset'], `is ${showValue(spec['timeOffset'])}: no clock moves`, { hint: 'Give another offset.' });
  }
  for (const [i, clock] of listAt(spec, 'clockIds').entries()) {
    if (typeof clock !== 'string' || clocks.includes(clock)) continue;
    const words = { hint: suggest(clock, clocks), allowed: clocks };
    notes.warn(['clockIds', i], `is ${showValue(clock)}, no clock: the injection fails for ever`, words);
  }
};
