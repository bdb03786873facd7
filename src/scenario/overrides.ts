import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { suggest } from '../base/did-you-mean.ts';
import { isRecord, type Path, pathText, valueAt, withValueAt } from './path.ts';
import { isListAt } from './schema-keys.ts';

/** An override as it was written, and where it took effect. */
export interface AppliedOverride {
  readonly text: string;
  readonly path: Path;
}

/** What is wrong with an override itself. */
export interface WrongOverride {
  readonly override: string;
  readonly message: string;
  readonly hint: string;
}

type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const roots = ['apiVersion', 'kind', 'metadata', 'spec'];
const example = 'Write path=value, for example spec.faults[0].for=20s.';

/**
 * Lays `path=value` overrides over the data, in order; the value is read as YAML. `spec.` may be left out, and an entry of a
 * list may be called by its name, type or sli: `faults.cut.for=20s`, `slos.api.recovery.limit=90s`; `probes[+]={type: zones}` adds one.
 * A list that the data leave out is an empty one where `schema` takes a list. Whether a key is known is found when the result is validated.
 */
export function applyOverrides(
  data: unknown,
  overrides: readonly string[],
  schema: z.ZodType,
): { readonly data: unknown; readonly applied: readonly AppliedOverride[]; readonly wrong: readonly WrongOverride[] } {
  const applied: AppliedOverride[] = [];
  const wrong: WrongOverride[] = [];
  let result = data;
  for (const override of overrides) {
    const parsed = parseOverride(override, result, schema);
    if (parsed.ok) {
      result = withValueAt(result, parsed.value.path, parsed.value.value);
      applied.push({ text: override, path: parsed.value.path });
    } else {
      wrong.push({ override, message: parsed.message, hint: parsed.hint });
    }
  }
  return { data: result, applied, wrong };
}

function parseOverride(override: string, data: unknown, schema: z.ZodType): Result<{ path: Path; value: unknown }> {
  const match = /^((?:\[\s*"[^"]*"\s*\]|[^=])+?)=(.*)$/s.exec(override);
  const steps = stepsOf(match?.[1]?.trim() ?? '');
  if (match === null || steps === undefined) return fail('is no override', example);
  const document = parseDocument(match[2] ?? '', { prettyErrors: false });
  if (document.errors.length > 0) return fail('has a value that is no YAML', 'Put quotes around the value.');
  const rooted = roots.includes(String(steps[0])) ? steps : ['spec', ...steps];
  const path = resolve(rooted, data, schema);
  return path.ok ? { ok: true, value: { path: path.value, value: document.toJS() as unknown } } : path;
}

/** The step to an entry that a list does not have yet. */
const another = '[+]';

function stepsOf(text: string): Path | undefined {
  const pattern = /\.?([^.[\]"]+)|\[\s*(\d+|\+)\s*\]|\[\s*"([^"]*)"\s*\]/gy;
  const steps: (string | number)[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [, key, place, quoted] = match;
    if (place === undefined) steps.push(quoted ?? key ?? '');
    else steps.push(place === '+' ? another : Number(place));
    end = match.index + match[0].length;
  }
  return steps.length > 0 && end === text.length && !text.startsWith('.') ? steps : undefined;
}

/** Turns names of list entries into indices, and refuses to go through what holds nothing. */
function resolve(steps: Path, data: unknown, schema: z.ZodType): Result<Path> {
  const path: (string | number)[] = [];
  let rest = steps;
  while (rest.length > 0) {
    const [step = '', ...after] = rest;
    const here = valueAt(data, path) ?? (isListAt(schema, path) ? [] : undefined);
    if (Array.isArray(here)) {
      const entry = entryOf(here, rest, path);
      if (!entry.ok) return entry;
      path.push(entry.value.index);
      rest = entry.value.rest;
    } else if (isPlace(step)) {
      return noList(path, here);
    } else if (here !== undefined && !isRecord(here)) {
      return fail(`${pathText(path)}: holds no keys`, example);
    } else {
      path.push(step);
      rest = after;
    }
  }
  return { ok: true, value: path };
}

/** A list that is not there may be one of a fault's parameters, which only the fault knows. */
function noList(path: Path, here: unknown): Result<never> {
  const text = pathText(path);
  if (here !== undefined) return fail(`${text}: is no list`, example);
  return fail(`${text}: there is no such list`, `Give all of it: ${text}=[...].`);
}

function isPlace(step: string | number): boolean {
  return typeof step === 'number' || step === another;
}

function entryOf(list: readonly unknown[], rest: Path, path: Path): Result<{ index: number; rest: Path }> {
  const [step = ''] = rest;
  if (step === another) return { ok: true, value: { index: list.length, rest: rest.slice(1) } };
  if (typeof step === 'number') {
    if (step < list.length) return { ok: true, value: { index: step, rest: rest.slice(1) } };
    const count = list.length === 0 ? 'no entry' : `${list.length} ${list.length === 1 ? 'entry' : 'entries'}`;
    return fail(`${pathText([...path, step])}: there is ${count}`, 'Count from 0.');
  }
  // Names of indicators hold dots, so the longest run of steps that is a name wins.
  for (let length = rest.length; length > 0; length -= 1) {
    const name = rest.slice(0, length).join('.');
    const indices = list.flatMap((entry, index) => (namesOf(entry).includes(name) ? [index] : []));
    if (indices.length > 1) {
      return fail(
        `${pathText(path)}: ${indices.length} entries are called "${name}"`,
        `Use ${pathText(path)}[${indices[0] ?? 0}].`,
      );
    }
    if (indices[0] !== undefined) return { ok: true, value: { index: indices[0], rest: rest.slice(length) } };
  }
  const known = list.flatMap((entry) => namesOf(entry));
  const hint = known.length === 0 ? 'The list is empty.' : suggest(step, known);
  return fail(`${pathText(path)}: no entry is called "${step}"`, hint);
}

function namesOf(entry: unknown): readonly string[] {
  if (!isRecord(entry)) return [];
  const names = [entry['name'], entry['type'], entry['sli']].filter((name) => typeof name === 'string');
  return [...new Set(names)];
}

function fail(message: string, hint: string): Result<never> {
  return { ok: false, message, hint };
}
