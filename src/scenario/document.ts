import type { z } from 'zod';
import { HarnessError } from '../core/errors.ts';
import { type Mistake, mistakesOf } from './mistake.ts';
import { applyOverrides, type AppliedOverride } from './overrides.ts';
import { type Path, pathText, startsWith } from './path.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

/** A file's text, and what the command line lays over it (`path=value`). */
export interface DocumentInput {
  readonly file: string;
  readonly text: string;
  readonly overrides?: readonly string[];
}

/** A line of the error, with what it is sorted by. */
interface Complaint {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/**
 * Reads a YAML document: `value` as the schema gives it out, `data` as it was written, overrides included.
 * Throws one HarnessError('scenario-invalid') with a line per mistake: those of the text, of the overrides, of the schema,
 * and those that `meaning` finds in the data, which need not fit the schema.
 */
export function readDocument<T>(
  input: DocumentInput,
  schema: z.ZodType<T>,
  meaning: (data: unknown) => readonly Mistake[] = () => [],
): { readonly value: T; readonly data: unknown } {
  const source = parseYaml(input.text);
  const complaints: Complaint[] = source.problems.map(({ line, column, message }) => ({
    line,
    column,
    text: `${input.file}:${line}:${column} YAML: ${stop(message)}`,
  }));
  const { data, applied, wrong } = applyOverrides(source.data, input.overrides ?? []);
  if (source.usable) {
    const found = [...mistakesOf(schema, data), ...meaning(data)];
    complaints.push(...found.map((mistake) => complain(mistake, input.file, source, applied)));
    complaints.push(...wrong.map(({ override, message, hint }) => complainOfOverride(override, message, hint)));
  }
  if (complaints.length === 0) return { value: schema.parse(data), data };
  complaints.sort((a, b) => a.line - b.line || a.column - b.column);
  throw new HarnessError('scenario-invalid', [...new Set(complaints.map(({ text }) => text))].join('\n'));
}

function complain(mistake: Mistake, file: string, source: YamlSource, applied: readonly AppliedOverride[]): Complaint {
  const words = `${pathText(mistake.path)}: ${stop(mistake.message)}${mistake.hint === undefined ? '' : ` ${mistake.hint}`}`;
  const own = source.find(mistake.path, mistake.at ?? 'value');
  const override =
    applied.findLast(({ path }) => startsWith(mistake.path, path)) ??
    (own === undefined ? applied.findLast(({ path }) => startsWith(path, mistake.path)) : undefined);
  if (override !== undefined) return complainOfOverride(override.text, words, undefined);
  const { line, column } = own ?? nearest(source, mistake.path);
  return { line, column, text: `${file}:${line}:${column} ${words}` };
}

function complainOfOverride(override: string, message: string, hint: string | undefined): Complaint {
  const text = `--set ${override} ${stop(message)}${hint === undefined ? '' : ` ${hint}`}`;
  return { line: Number.MAX_SAFE_INTEGER, column: 1, text };
}

/** Where the innermost thing around `path` stands that is there. */
function nearest(source: YamlSource, path: Path): { line: number; column: number } {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const position = source.find(path.slice(0, length), 'value');
    if (position !== undefined) return position;
  }
  return { line: 1, column: 1 };
}

function stop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
