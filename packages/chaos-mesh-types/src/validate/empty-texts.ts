import { definitions } from '../generated/schemas.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Notes } from './notes.ts';
import { type Fields, isRecord, listAt, recordAt, textAt } from './values.ts';

/** Warns of texts that are required and empty: the schema is content with `""`, the controllers are not. */
export function checkEmpty(definition: string, value: unknown, notes: Notes): void {
  walk({ $ref: `#/$defs/${definition}` }, value, notes);
}

function walk(schema: JsonSchema, value: unknown, notes: Notes): void {
  const name = textAt(schema, '$ref')?.replace('#/$defs/', '');
  const own = name === undefined ? schema : (definitions[name] ?? {});
  const items = recordAt(own, 'items');
  if (Array.isArray(value) && items !== undefined) {
    for (const [i, item] of value.entries()) walk(items, item, notes.at(i));
  }
  if (isRecord(value)) walkFields(own, value, notes);
}

function walkFields(schema: JsonSchema, value: Fields, notes: Notes): void {
  const required = listAt(schema, 'required');
  for (const [key, inner] of Object.entries(value)) {
    const own = recordAt(recordAt(schema, 'properties'), key) ?? recordAt(schema, 'additionalProperties');
    if (own !== undefined) walk(own, inner, notes.at(key));
    if (inner === '' && required.includes(key)) {
      notes.warn([key], 'is empty', { hint: 'Admission accepts it, and nothing works with it.' });
    }
  }
}
