import type { z } from 'zod';
import { suggest } from '../base/did-you-mean.ts';
import { isRecord, type Path, showValue, valueAt } from './path.ts';
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
  if (value === undefined) return [{ path, message: 'is missing', hint: hintForMissing(issue) }];
  return [{ path, ...describeValue(issue, value) }];
}

function hintForMissing(issue: Issue): string {
  if (issue.code === 'invalid_value') return `Give ${issue.values.map(String).join(' or ')}.`;
  if (isCustom(issue.message)) return sentence(issue.message);
  return issue.code === 'invalid_type' ? `Give ${nounOf(issue.expected)}.` : 'Give it a value.';
}

function describeValue(issue: Issue, value: unknown): { message: string; hint?: string } {
  switch (issue.code) {
    case 'invalid_type':
      return isCustom(issue.message)
        ? { message: `is ${showValue(value)}`, hint: sentence(issue.message) }
        : { message: `is ${showValue(value)}, not ${nounOf(issue.expected)}` };
    case 'invalid_value': {
      const known = issue.values.map(String);
      return { message: `is ${showValue(value)}`, hint: suggest(typeof value === 'string' ? value : '', known) };
    }
    case 'too_small':
    case 'too_big':
      return describeSize(issue, value);
    case 'invalid_union':
      return { message: `is ${showValue(value)}`, hint: unionHint(issue) };
    default:
      return { message: `is ${showValue(value)}`, hint: sentence(hintOf(issue)) };
  }
}

function describeSize(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  value: unknown,
): { message: string; hint?: string } {
  if (isCustom(issue.message) && !issue.message.startsWith('Too ')) {
    return { message: `is ${showValue(value)}`, hint: sentence(issue.message) };
  }
  if (issue.code === 'too_small' && typeof value !== 'number') return { message: 'is empty' };
  const [bound, side] = issue.code === 'too_small' ? [issue.minimum, 'least'] : [issue.maximum, 'most'];
  const strict = issue.code === 'too_small' ? 'more than' : 'less than';
  return { message: `is ${showValue(value)}`, hint: `Give ${issue.inclusive === true ? `at ${side}` : strict} ${bound}.` };
}

/** Params may name their own hint: `.refine(…, { params: { hint } })`. */
function hintOf(issue: Issue): string {
  const params: unknown = issue.code === 'custom' ? issue.params : undefined;
  return isRecord(params) && typeof params['hint'] === 'string' ? params['hint'] : issue.message;
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
  return !message.startsWith('Invalid input') && !message.startsWith('Invalid option');
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

/** `text` as a sentence of its own. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?]$/.test(trimmed) ? '' : '.');
}
