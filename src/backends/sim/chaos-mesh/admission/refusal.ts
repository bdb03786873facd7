import { goDuration } from '../go-duration.ts';

/** A mistake as Kubernetes' libraries print it. */
export function invalid(path: string, value: unknown, why: string): string {
  return `${path}: Invalid value: ${JSON.stringify(value)}: ${why}`;
}

/** What Go's time.ParseDuration says of a text that is no duration; undefined when it is one. */
export function durationWhy(text: string): string | undefined {
  if (goDuration(text) !== undefined) return undefined;
  const quoted = JSON.stringify(text);
  const [, , unit] = /^([+-]?\d*\.?\d+)([^\d.]*)/.exec(text) ?? [];
  if (unit === undefined) return `time: invalid duration ${quoted}`;
  return unit === ''
    ? `time: missing unit in duration ${quoted}`
    : `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
}

/** Mistakes of a field that holds a duration; one that is absent or empty has none. */
export function durationProblems(path: string, text: string | undefined, what = 'duration'): readonly string[] {
  const why = text === undefined || text === '' ? undefined : durationWhy(text);
  return why === undefined
    ? []
    : [invalid(path, text, `parse ${what} field error:${what === 'duration' ? ' ' : ''}${why}`)];
}

/** Mistakes of a percentage written as a string without its sign. */
export function percentProblems(path: string, text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  const number = Number(text);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) {
    return [
      invalid(
        path,
        text,
        `parse correlation field error:strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`,
      ),
    ];
  }
  return number < 0 || number > 100 ? [invalid(path, text, 'parse correlation field error:invalid correlation')] : [];
}
