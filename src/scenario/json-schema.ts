import { z } from 'zod';
import type { Definition, Registry } from '../core/definition.ts';
import { isRecord, type Path, valueAt, withValueAt } from './path.ts';
import type { Registries } from './registries.ts';
import { scenarioSchema, suiteSchema } from './schema.ts';
import { settingsSchema } from './settings.ts';

/** A JSON Schema, as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const spec: Path = ['properties', 'spec', 'properties'];

/** The JSON Schema (draft-07, which editors know best) of scenario files: faults and probes by type, indicators by name. */
export function scenarioJsonSchema({ faults, probes, indicators }: Registries): JsonSchema {
  let schema: unknown = jsonSchema(scenarioSchema, 'Aftershock scenario');
  const change = (path: Path, by: (old: JsonSchema) => unknown): void => {
    const old = valueAt(schema, path);
    if (!isRecord(old)) throw new Error(`the scenario schema has nothing at ${path.join('.')}`);
    schema = withValueAt(schema, path, by(old));
  };
  change([...spec, 'faults', 'items'], (item) => oneOf(item, faults));
  change([...spec, 'probes', 'items'], (item) => oneOf(item, probes));
  change([...spec, 'slos', 'items', 'properties', 'sli'], (old) => ({
    ...old,
    oneOf: indicators.all.map(({ name, summary }) => ({ const: name, description: summary })),
  }));
  change([...spec, 'slos', 'items', 'properties', 'objective'], (old) => ({
    ...old,
    pattern: '^\\s*(<=?|>=?)\\s*\\d',
  }));
  change([...spec, 'abort', 'items'], (old) => ({
    ...old,
    pattern: '^\\s*\\S+\\s+(<=?|>=?)\\s*\\d.*\\sfor\\s+\\d\\S*\\s*$',
  }));
  return schema as JsonSchema;
}

/** The JSON Schema of suite files. */
export function suiteJsonSchema(): JsonSchema {
  return jsonSchema(suiteSchema, 'Aftershock suite');
}

/** The JSON Schema of aftershock.config.yaml. */
export function settingsJsonSchema(): JsonSchema {
  return jsonSchema(settingsSchema, 'Aftershock settings');
}

function jsonSchema(schema: z.ZodType, title: string): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...withoutDialect(schema) };
}

function withoutDialect(schema: z.ZodType): JsonSchema {
  const entries = Object.entries(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }));
  return Object.fromEntries(entries.filter(([key]) => key !== '$schema' && key !== '~standard'));
}

/** One entry a definition: `type` fixed, `with` as its parameters say, and required where one of them is. */
function oneOf<B>(item: JsonSchema, known: Registry<Definition<B>>): JsonSchema {
  return {
    oneOf: known.all.map((definition) => {
      const params = withoutDialect(definition.params);
      const type = { const: definition.name, description: definition.summary };
      const required = Array.isArray(item['required']) ? (item['required'] as readonly string[]) : [];
      const needsWith = Array.isArray(params['required']) && params['required'].length > 0;
      return {
        ...item,
        title: definition.name,
        properties: { ...(item['properties'] as JsonSchema), type, with: params },
        required: needsWith ? [...required, 'with'] : required,
      };
    }),
  };
}
