import { parseGoDuration } from '../text.ts';

interface Range {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const seconds: Range = { name: 'seconds', min: 0, max: 59 };
const ranges: readonly Range[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: months },
  { name: 'day of the week', min: 0, max: 6, words: days },
];
const named = ['yearly', 'annually', 'monthly', 'weekly', 'daily', 'midnight', 'hourly'];

/**
 * What is wrong with a schedule, undefined when nothing is. The grammar is that of robfig/cron with optional seconds:
 * https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
export function cronMistake(text: string): string | undefined {
  const line = text.replace(/^(CRON_)?TZ=\S+\s+/, '');
  if (line.trim() === '') return 'is empty';
  if (line.startsWith('@')) return descriptorMistake(line);
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return `has ${fields.length} of the 5 or 6 fields of a cron line`;
  const meant = fields.length === 6 ? [seconds, ...ranges] : ranges;
  for (const [i, range] of meant.entries()) {
    const field = fields[i] ?? '';
    if (!field.split(',').every((part) => isPart(part, range))) return `has "${field}" for the ${range.name}`;
  }
  return undefined;
}

function descriptorMistake(line: string): string | undefined {
  const every = /^@every (.*)$/.exec(line)?.[1];
  if (every !== undefined) {
    return parseGoDuration(every) === undefined ? `has "${every}" after @every, no duration` : undefined;
  }
  return named.includes(line.slice(1)) ? undefined : `is "${line}", which is no descriptor`;
}

function isPart(part: string, range: Range): boolean {
  const [span = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^0*[1-9]\d*$/.test(step))) return false;
  return span === '*' || span === '?' || isSpan(span, range);
}

function isSpan(span: string, range: Range): boolean {
  const ends = span.split('-').map((end) => valueOf(end, range));
  const [from, to = from] = ends;
  if (ends.length > 2 || ends.includes(undefined) || from === undefined || to === undefined) return false;
  return from >= range.min && to <= range.max && from <= to;
}

function valueOf(text: string, { min, words = [] }: Range): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = words.indexOf(text.toLowerCase());
  return index < 0 ? undefined : index + min;
}
