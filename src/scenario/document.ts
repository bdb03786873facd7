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

/** A mistake in a file, and where it stands. */
export interface Complaint {
  readonly line: number;
  readonly column: number;
  /** Where in the document; `YAML` for the text itself. */
  readonly path: string;
  /** What is wrong and what to do about it, in sentences. */
  readonly message: string;
  /** The override that brought it in: it stands nowhere in the file. */
  readonly override?: string;
}

type Meaning = (data: unknown) => readonly Mistake[];

/**
 * Reads a YAML document: `value` as the schema gives it out, `data` as it was written, overrides included.
 * Throws one HarnessError('scenario-invalid') with a line per mistake: those of the text, of the overrides, of the schema,
 * and those that `meaning` finds in the data, which need not fit the schema.
 */
export function readDocument<T>(
  input: DocumentInput,
  schema: z.ZodType<T>,
  meaning: Meaning = () => [],
): { readonly value: T; readonly data: unknown } {
  const { data, complaints } = inspect(input, schema, meaning);
  if (complaints.length === 0) return { value: schema.parse(data), data };
  const lines = complaints.map((complaint) => complaintText(input.file, complaint));
  throw new HarnessError('scenario-invalid', lines.join('\n'));
}

/** Every mistake that `readDocument` would throw, in the order in which they stand in the file. */
export function complaintsOf(
  input: DocumentInput,
  schema: z.ZodType,
  meaning: Meaning = () => [],
): readonly Complaint[] {
  return inspect(input, schema, meaning).complaints;
}

/** A complaint on one line: `file:line:column path: what is wrong. Hint.` */
export function complaintText(file: string, { line, column, path, message, override }: Complaint): string {
  if (override === undefined) return `${file}:${line}:${column} ${path}: ${message}`;
  return `--set ${override} ${path === '' ? '' : `${path}: `}${message}`;
}

function inspect(
  input: DocumentInput,
  schema: z.ZodType,
  meaning: Meaning,
): { readonly data: unknown; readonly complaints: readonly Complaint[] } {
  const source = parseYaml(input.text);
  const complaints: Complaint[] = source.problems.map(({ line, column, message }) => ({
    line,
    column,
    path: 'YAML',
    message: stop(message),
  }));
  const { data, applied, wrong } = applyOverrides(source.data, input.overrides ?? [], schema);
  if (source.usable) {
    const found = [...mistakesOf(schema, data), ...meaning(data)];
    complaints.push(...found.map((mistake) => complain(mistake, source, applied)));
    complaints.push(...wrong.map(({ override, message, hint }) => ofOverride(override, '', sentences(message, hint))));
  }
  complaints.sort((a, b) => a.line - b.line || a.column - b.column);
  return { data, complaints: unique(complaints) };
}

function complain(mistake: Mistake, source: YamlSource, applied: readonly AppliedOverride[]): Complaint {
  const path = pathText(mistake.path);
  const message = sentences(mistake.message, mistake.hint);
  const own = source.find(mistake.path, mistake.at ?? 'value');
  const override =
    applied.findLast((candidate) => startsWith(mistake.path, candidate.path)) ??
    (own === undefined ? applied.findLast((candidate) => startsWith(candidate.path, mistake.path)) : undefined);
  if (override !== undefined) return ofOverride(override.text, path, message);
  return { ...(own ?? nearest(source, mistake.path)), path, message };
}

function ofOverride(override: string, path: string, message: string): Complaint {
  // After everything that stands in the file.
  return { line: Number.MAX_SAFE_INTEGER, column: 1, path, message, override };
}

/** Where the innermost thing around `path` stands that is there. */
export function nearest(source: YamlSource, path: Path): { readonly line: number; readonly column: number } {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const position = source.find(path.slice(0, length), 'value');
    if (position !== undefined) return position;
  }
  return { line: 1, column: 1 };
}

/** What is wrong, and what to do about it. */
export function sentences(message: string, hint: string | undefined): string {
  return `${stop(message)}${hint === undefined ? '' : ` ${hint}`}`;
}

function unique(complaints: readonly Complaint[]): readonly Complaint[] {
  return [...new Map(complaints.map((complaint) => [JSON.stringify(complaint), complaint])).values()];
}

function stop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
