import { definitions } from '../generated/schemas.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Notes } from './notes.ts';
import { isRecord, listAt, recordAt, textAt } from './values.ts';

/** Warns of texts that are required and empty: the schema is content with `""`, the controllers are not. */
export function checkEmpty(definition: string, value: unknown, notes: Notes): void {
  walk({ $ref: `#/$defs/${definition}` }, value, notes);
}

function walk(schema: JsonSchema, value: unknown, notes: Notes): void {
  const name = textAt(schema, '$ref')?.replace('#/$defs/', '');
  const { properties, items, additionalProperties, required } = definitionOf(name, schema);
  if (Array.isArray(value) && isRecord(items)) {
    for (const [i, item] of value.entries()) walk(items, item, notes.at(i));
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const known = isRecord(properties) ? recordAt(properties, key) : undefined;
    const own = known ?? (isRecord(additionalProperties) ? additionalProperties : undefined);
    if (own !== undefined) walk(own, inner, notes.at(key));
    if (inner === '' && known !== undefined && listAt({ required }, 'required').includes(key)) {
      notes.warn([key], 'is empty', { hint: 'Admission accepts it, and nothing works with it.' });
    }
  }
}

function definitionOf(name: string | undefined, schema: JsonSchema): JsonSchema {
  return name === undefined ? schema : (definitions[name] ?? {});
}
