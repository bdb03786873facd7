import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { definitions, statusDefinitions } from '../generated/schemas.ts';
import type { Kind } from '../kinds.ts';
import type { Finding, Path } from './finding.ts';
import { formats } from './formats.ts';
import type { JsonSchema } from './json-schema.ts';
import { metadataSchema } from './metadata-schema.ts';
import { describe } from './schema-words.ts';
import { isRecord } from './values.ts';

const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, formats });
const compiled = new Map<Kind, ValidateFunction>();

/** Everything in which an object of a kind does not fit the schema of its definition, at most one finding a place. */
export function checkSchema(kind: Kind, value: unknown): readonly Finding[] {
  const validate = validator(kind);
  if (validate(value)) return [];
  const found = new Map<string, Finding>();
  for (const error of validate.errors ?? []) {
    const path = pathOf(error, value);
    // A status is written by controllers; what is not there yet is no mistake of the author.
    if (error.keyword === 'required' && path[0] === 'status') continue;
    const key = JSON.stringify(path);
    if (!found.has(key)) found.set(key, { path, ...describe(error) });
  }
  return [...found.values()];
}

function validator(kind: Kind): ValidateFunction {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  const validate = ajv.compile(objectSchema(kind));
  compiled.set(kind, validate);
  return validate;
}

function objectSchema(kind: Kind): JsonSchema {
  const status = statusDefinitions[kind];
  return {
    $defs: definitions,
    type: 'object',
    // The custom resource definitions leave `spec` out of what is required here and there; without it nothing works.
    required: ['metadata', 'spec'],
    additionalProperties: false,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: metadataSchema,
      spec: { $ref: `#/$defs/${kind}Spec` },
      // A kind without a status is given one by nobody.
      ...(status === undefined ? {} : { status: { $ref: `#/$defs/${status}` } }),
    },
  };
}

function pathOf(error: ErrorObject, value: unknown): Path {
  const path: (string | number)[] = [];
  let inner = value;
  for (const part of error.instancePath.split('/').slice(1)) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(inner) ? Number(step) : step);
    if (Array.isArray(inner)) inner = (inner as readonly unknown[])[Number(step)];
    else inner = isRecord(inner) ? inner[step] : undefined;
  }
  const { missingProperty, additionalProperty } = error.params as Readonly<Record<string, unknown>>;
  const last = missingProperty ?? additionalProperty;
  return typeof last === 'string' ? [...path, last] : path;
}
