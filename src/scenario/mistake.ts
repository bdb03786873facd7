import type { z } from 'zod';
import { suggest } from '../base/did-you-mean.ts';
import { type Path, showValue, valueAt } from './path.ts';
import { keysAt } from './schema-keys.ts';

/** Something wrong with a document. */
export interface Mistake {
  readonly path: Path;
  /** What is wrong, without a full stop. */
  readonly message: string;
  /** What to do about it: a sentence. */
  readonly hint?: string;
  /** Where to point: at the value unless said otherwise. */
  readonly at?: 'key';
}

type Issue = z.core.$ZodIssue;
type Words = Pick<Mistake, 'message' | 'hint'>;

/** Everything in which `data` does not fit `schema`, with paths that begin at `base`. */
export function mistakesOf(schema: z.ZodType, data: unknown, base: Path = []): readonly Mistake[] {
  const result = schema.safeParse(data);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => describe(issue, schema, data)).map((mistake) => rebase(mistake, base));
}

function rebase(mistake: Mistake, base: Path): Mistake {
  return { ...mistake, path: [...base, ...mistake.path] };
}

function describe(issue: Issue, schema: z.ZodType, data: unknown): readonly Mistake[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'is not a known key',
      at: 'key' as const,
      ...(known.length === 0 ? { hint: 'Take it out: there are no keys here.' } : { hint: suggest(key, known) }),
    }));
  }
  const value = valueAt(data, path);
  if (value === undefined) return [{ path, ...describeMissing(issue) }];
  return [{ path, ...describeValue(issue, value) }];
}

function describeMissing(issue: Issue): Words {
  if (issue.code === 'invalid_value') {
    return { message: 'is missing', hint: `Give ${issue.values.map(String).join(' or ')}.` };
  }
  if (isCustom(issue.message)) {
    const words = split(issue.message);
    return words.message.includes('missing') ? words : { message: 'is missing', hint: sentence(issue.message) };
  }
  const noun = issue.code === 'invalid_type' ? nounOf(issue.expected) : 'it a value';
  return { message: 'is missing', hint: `Give ${noun}.` };
}

function describeValue(issue: Issue, value: unknown): Words {
  const message = `is ${showValue(value)}`;
  if (issue.code === 'invalid_value') {
    const hint = suggest(typeof value === 'string' ? value : '', issue.values.map(String));
    return { message, hint };
  }
  if (issue.code === 'invalid_union') return { message, hint: unionHint(issue) };
  if (isCustom(issue.message)) return split(issue.message);
  if (issue.code === 'too_small' || issue.code === 'too_big') return describeSize(issue, value);
  return issue.code === 'invalid_type'
    ? { message: `${message}, not ${nounOf(issue.expected)}` }
    : { message, hint: sentence(issue.message) };
}

function describeSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): Words {
  if (issue.code === 'too_small' && typeof value !== 'number') return { message: 'is empty' };
  const [bound, side] = issue.code === 'too_small' ? [issue.minimum, 'least'] : [issue.maximum, 'most'];
  const strict = issue.code === 'too_small' ? 'more than' : 'less than';
  const hint = `Give ${issue.inclusive === true ? `at ${side}` : strict} ${bound}.`;
  return { message: `is ${showValue(value)}`, hint };
}

function unionHint(issue: z.core.$ZodIssueInvalidUnion): string {
  const ways = issue.errors.flatMap((branch) => branch.map((inner) => wayOf(inner)));
  return `Give ${[...new Set(ways)].join(', or ')}.`;
}

function wayOf(issue: Issue): string {
  if (issue.code === 'invalid_type' && !isCustom(issue.message)) return nounOf(issue.expected);
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  return issue.message;
}

/** Whether a schema worded the message itself. */
function isCustom(message: string): boolean {
  return !/^(Invalid|Too (small|big)|Unrecognized)\b/.test(message);
}

/** A schema's own words, `what is wrong: what to do`, taken apart. */
function split(message: string): Words {
  const [, what, todo] = /^(.+?): (.+)$/s.exec(message) ?? [];
  return what === undefined || todo === undefined ? { message } : { message: what, hint: sentence(todo) };
}

function nounOf(expected: string): string {
  const nouns: Readonly<Record<string, string>> = {
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    int: 'a whole number',
  };
  return nouns[expected] ?? `a ${expected}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?]$/.test(trimmed) ? '' : '.');
}
