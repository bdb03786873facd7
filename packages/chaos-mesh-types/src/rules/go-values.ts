import { parseGoDuration } from '../text.ts';
import type { Notes } from '../validate/notes.ts';
import { type Fields, isSet, showValue, textAt } from '../validate/values.ts';

const durationHint = 'Give a Go duration, such as 300ms or 1m30s: units ns, us, ms, s, m, h; there are no days.';

/** A whole number as Go's strconv.Atoi reads it; undefined when it would not. */
export function parseWhole(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** A number as Go's strconv.ParseFloat reads it; undefined when it would not. */
export function parseFloatText(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  return /^[+-]?(inf|infinity|nan)$/i.test(text) ? Number.NaN : undefined;
}

/** A field that must hold a Go duration. Answers with its milliseconds where it does. */
export function checkDuration(fields: Fields, key: string, notes: Notes): number | undefined {
  const text = textAt(fields, key);
  if (text === undefined) return undefined;
  const ms = parseGoDuration(text);
  if (ms === undefined) notes.error([key], `is ${showValue(text)}, not a duration`, { hint: durationHint });
  return ms;
}

/** `spec.duration` of an experiment. What is empty or not positive is let through, and does not do what it says. */
export function checkExperimentDuration(spec: Fields, notes: Notes): void {
  if (textAt(spec, 'duration') === '') {
    notes.warn(['duration'], 'is empty: the experiment never stops', { hint: 'Give a duration, or take it out.' });
    return;
  }
  const ms = checkDuration(spec, 'duration', notes);
  if (ms !== undefined && ms <= 0) {
    const message = `is ${showValue(spec['duration'])}: the experiment is over before anything is injected`;
    notes.warn(['duration'], message, { hint: 'Give a duration that is longer than nothing.' });
  }
}

/** A field that must hold a percentage without its sign. What is outside 0 to 100 is let through, and fails later. */
export function checkPercentage(fields: Fields, key: string, notes: Notes): void {
  const text = textAt(fields, key);
  if (text === undefined || (text === '' && key === 'correlation')) return;
  const value = parseFloatText(text);
  if (value === undefined) {
    const hint = text.endsWith('%') ? `Leave the sign out: "${text.slice(0, -1)}".` : 'Give a number from 0 to 100.';
    notes.error([key], `is ${showValue(text)}, not a number`, { hint });
  } else if (!(value >= 0 && value <= 100)) {
    notes.warn([key], `is ${showValue(text)}`, { hint: 'A percentage lies between 0 and 100.' });
  } else if (value === 0 && key !== 'correlation') {
    notes.warn([key], `is ${showValue(text)}: nothing happens`, { hint: 'Give more than 0.' });
  }
}

/** Whether a size of memory is one to Chaos Mesh: units of docker (`64MB`, `1GiB`), without units bytes. */
export function isSize(text: string): boolean {
  return /^\d+(\.\d+)? ?([kmgtp]?(i?b)?)$/i.test(text);
}

/** A field that an action needs. Zero and empty are absent to Go. Answers whether it is there. */
export function checkNeeded(fields: Fields, key: string, notes: Notes, hint: string): boolean {
  if (isSet(fields[key])) return true;
  notes.error([key], fields[key] === undefined ? 'is missing' : `is ${showEmpty(fields[key])}`, { hint });
  return false;
}

function showEmpty(value: unknown): string {
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'an empty list' : showValue(value);
}
