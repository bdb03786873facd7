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
  const plain = descriptors[text];
  if (text.startsWith('@') && plain === undefined) throw new Error(`unrecognized descriptor: ${text}`);
  return calendar(fieldsOf((plain ?? text).trim().split(/\s+/)));
}

function fieldsOf(words: readonly string[]): Fields {
  if (words.length < 5 || words.length > 6) {
    throw new Error(`expected 5 to 6 fields, found ${words.length}: [${words.join(' ')}]`);
  }
  const all = words.length === 6 ? words : ['0', ...words];
  const at = (index: number): string => all[index] ?? '*';
  return {
    seconds: values(at(0), { least: 0, most: 59 }),
    minutes: values(at(1), { least: 0, most: 59 }),
    hours: values(at(2), { least: 0, most: 23 }),
    daysOfMonth: values(at(3), { least: 1, most: 31 }),
    months: values(at(4), { least: 1, most: 12, names: months }),
    daysOfWeek: new Set([...values(at(5), { least: 0, most: 7, names: days })].map((day) => day % 7)),
    eitherDay: !isStar(at(3)) && !isStar(at(5)),
  };
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

/** What a field may hold; names stand for numbers from the least on. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

function values(field: string, bounds: Bounds): ReadonlySet<number> {
  return new Set(field.split(',').flatMap((part) => partValues(part, bounds)));
}

function partValues(part: string, bounds: Bounds): readonly number[] {
  const { least, most } = bounds;
  const [range = '', step] = part.split('/');
  const [from, to] = ends(range, step !== undefined, bounds);
  if (from < least) throw new Error(`beginning of range (${from}) below minimum (${least}): ${part}`);
  if (to > most) throw new Error(`end of range (${to}) above maximum (${most}): ${part}`);
  if (from > to) throw new Error(`beginning of range (${from}) beyond end of range (${to}): ${part}`);
  const by = step === undefined ? 1 : numberIn(step, bounds);
  if (by === 0) throw new Error(`step of range should be a positive number: ${part}`);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

/** A number with a step goes on to the end. */
function ends(range: string, hasStep: boolean, bounds: Bounds): readonly [number, number] {
  if (isStar(range)) return [bounds.least, bounds.most];
  const [low = '', high] = range.split('-');
  const from = numberIn(low, bounds);
  if (high !== undefined) return [from, numberIn(high, bounds)];
  return [from, hasStep ? bounds.most : from];
}

function numberIn(text: string, { least, names = [] }: Bounds): number {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + least;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
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
