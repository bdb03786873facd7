import { goDuration } from '../go-duration.ts';

/** When something is due again. */
export interface Cron {
  /** The first instant after another, both Unix ms; undefined: never within five years. */
  readonly next: (afterUnixMs: number) => number | undefined;
}

const secondMs = 1000;
const dayMs = 86_400_000;
/** Go's cron library gives up after five years (github.com/robfig/cron, spec.go). */
const longestMs = 5 * 366 * dayMs;

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Reads five or six fields, or a descriptor, in UTC. Throws Error in the library's words. */
export function parseCron(text: string): Cron {
  if (text === '') throw new Error('empty spec string');
  const every = /^@every (.*)$/.exec(text)?.[1];
  if (every !== undefined) return constantDelay(every, text);
  if (text.startsWith('@') && descriptors[text] === undefined) throw new Error(`unrecognized descriptor: ${text}`);
  const fields = (descriptors[text] ?? text).trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 6) {
    throw new Error(`expected 5 to 6 fields, found ${fields.length}: [${fields.join(' ')}]`);
  }
  const [second = '0', minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] =
    fields.length === 6 ? fields : ['0', ...fields];
  return calendar({
    seconds: values(second, [0, 59]),
    minutes: values(minute, [0, 59]),
    hours: values(hour, [0, 23]),
    daysOfMonth: values(dayOfMonth, [1, 31]),
    months: values(month, [1, 12], months, 1),
    daysOfWeek: new Set([...values(dayOfWeek, [0, 7], days)].map((day) => day % 7)),
    eitherDay: !isStar(dayOfMonth) && !isStar(dayOfWeek),
  });
}

function isStar(field: string): boolean {
  return field.startsWith('*') || field.startsWith('?');
}

/** Whole seconds, and no less than one. */
function constantDelay(duration: string, text: string): Cron {
  const ms = goDuration(duration);
  if (ms === undefined)
    throw new Error(`failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`);
  const delayMs = Math.max(secondMs, Math.floor(ms / secondMs) * secondMs);
  return { next: (after) => Math.floor(after / secondMs) * secondMs + delayMs };
}

function values(
  field: string,
  [least, most]: readonly [number, number],
  names: readonly string[] = [],
  firstName = 0,
): ReadonlySet<number> {
  const numberOf = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    if (named >= 0) return named + firstName;
    if (!/^\d+$/.test(text)) {
      throw new Error(
        `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
      );
    }
    return Number(text);
  };
  const all = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step] = part.split('/');
    const [low, high] = range.split('-');
    const from = isStar(range) ? least : numberOf(low ?? '');
    const to = isStar(range) ? most : high === undefined ? (step === undefined ? from : most) : numberOf(high);
    if (from < least) throw new Error(`beginning of range (${from}) below minimum (${least}): ${part}`);
    if (to > most) throw new Error(`end of range (${to}) above maximum (${most}): ${part}`);
    if (from > to) throw new Error(`beginning of range (${from}) beyond end of range (${to}): ${part}`);
    const by = step === undefined ? 1 : numberOf(step);
    if (by === 0) throw new Error(`step of range should be a positive number: ${part}`);
    for (let value = from; value <= to; value += by) all.add(value);
  }
  return all;
}

interface Fields {
  readonly seconds: ReadonlySet<number>;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly daysOfWeek: ReadonlySet<number>;
  /** Both kinds of days are restricted: either is enough. */
  readonly eitherDay: boolean;
}

function calendar(fields: Fields): Cron {
  const takesDay = (at: Date): boolean => {
    const [ofMonth, ofWeek] = [fields.daysOfMonth.has(at.getUTCDate()), fields.daysOfWeek.has(at.getUTCDay())];
    return fields.months.has(at.getUTCMonth() + 1) && (fields.eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
  };
  return {
    next: (after) => {
      const first = Math.floor(after / secondMs) * secondMs + secondMs;
      for (let day = Math.floor(first / dayMs) * dayMs; day < first + longestMs; day += dayMs) {
        if (!takesDay(new Date(day))) continue;
        const found = inDay(fields, Math.max(0, first - day));
        if (found !== undefined) return day + found;
      }
      return undefined;
    },
  };
}

/** The first instant of a day that fits, from so many ms after its beginning on. */
function inDay({ hours, minutes, seconds }: Fields, fromMs: number): number | undefined {
  const sorted = (set: ReadonlySet<number>): readonly number[] => [...set].sort((a, b) => a - b);
  for (const hour of sorted(hours)) {
    for (const minute of sorted(minutes)) {
      for (const second of sorted(seconds)) {
        const ms = ((hour * 60 + minute) * 60 + second) * secondMs;
        if (ms >= fromMs) return ms;
      }
    }
  }
  return undefined;
}
