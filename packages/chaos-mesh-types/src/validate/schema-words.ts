import type { ErrorObject } from 'ajv';
import { definitions } from '../generated/schemas.ts';
import type { Finding } from './finding.ts';
import { formatNouns } from './formats.ts';
import { suggest } from './suggest.ts';
import { isRecord, listAt, recordAt, showValue, textAt, type Fields } from './values.ts';

type Words = Omit<Finding, 'path'>;
type Describe = (error: ErrorObject, value: unknown) => Words;

const nouns: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  integer: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
};

const byKeyword: Readonly<Record<string, Describe>> = {
  required: describeMissing,
  additionalProperties: describeUnknown,
  enum: (error, value) => {
    const allowed = listAt(error.params, 'allowedValues').map(String);
    return { message: `is ${showValue(value)}`, hint: suggest(String(value), allowed), allowed };
  },
  type: describeType,
  pattern: (error, value) => ({
    message: `is ${showValue(value)}`,
    hint: patternHint(textAt(error.params, 'pattern') ?? ''),
  }),
  format: (error, value) => ({
    message: `is ${showValue(value)}, not ${formatNouns[textAt(error.params, 'format') ?? ''] ?? 'valid'}`,
  }),
  minimum: (error, value) => describeLimit('at least', error, value),
  maximum: (error, value) => describeLimit('at most', error, value),
  exclusiveMinimum: (error, value) => describeLimit('more than', error, value),
};

/** A validator's error in the words of this package. */
export function describe(error: ErrorObject): Words {
  const words = byKeyword[error.keyword];
  return words === undefined
    ? { message: `is ${showValue(error.data)}`, hint: `It ${error.message ?? 'does not fit the schema'}.` }
    : words(error, error.data);
}

function describeMissing(error: ErrorObject): Words {
  const name = textAt(error.params, 'missingProperty') ?? '';
  const schema = recordAt(recordAt(asFields(error.parentSchema), 'properties'), name);
  const allowed = listAt(schema, 'enum').map(String);
  if (allowed.length > 0) return { message: 'is missing', hint: `Use one of: ${allowed.join(', ')}.`, allowed };
  if (name === 'selector') {
    return { message: 'is missing', hint: 'Say which pods: without it Chaos Mesh takes every pod of the namespace.' };
  }
  const noun = nouns[textAt(resolved(schema), 'type') ?? ''];
  return { message: 'is missing', ...(noun === undefined ? {} : { hint: `Give ${noun}.` }) };
}

function describeUnknown(error: ErrorObject): Words {
  const name = textAt(error.params, 'additionalProperty') ?? '';
  const known = Object.keys(recordAt(asFields(error.parentSchema), 'properties') ?? {});
  return { message: 'is not a known field', hint: suggest(name, known), allowed: known, at: 'key' };
}

function describeType(error: ErrorObject, value: unknown): Words {
  const type = error.params['type'] as string | readonly string[];
  const wanted = (typeof type === 'string' ? [type] : type).map((name) => nouns[name] ?? name).join(' or ');
  const message = `is ${showValue(value)}, not ${wanted}`;
  const quotable = type === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  return quotable
    ? { message, hint: typeof value === 'number' ? `Put it into quotes: "${value}".` : 'Put it into quotes.' }
    : { message };
}

function describeLimit(words: string, error: ErrorObject, value: unknown): Words {
  return { message: `is ${showValue(value)}`, hint: `Give ${words} ${String(error.params['limit'])}.` };
}

function patternHint(pattern: string): string {
  return pattern.includes('(ns|us|ms|s|m|h)')
    ? 'Give one number with one unit (ns, us, ms, s, m, h), such as 50ms; sums like 1m30s are not taken here.'
    : `It must match ${pattern}.`;
}

function resolved(schema: Fields | undefined): Fields | undefined {
  const name = textAt(schema, '$ref')?.replace('#/$defs/', '');
  return name === undefined ? schema : definitions[name];
}

function asFields(value: unknown): Fields | undefined {
  return isRecord(value) ? value : undefined;
}
