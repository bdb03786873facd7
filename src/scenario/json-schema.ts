import { z } from 'zod';
import type { Definition, Registry } from '../core/definition.ts';
import type { Indicator } from '../core/indicator.ts';
import { runSchema } from '../core/report-schema.ts';
import { isRecord, type Path, valueAt, withValueAt } from './path.ts';
import type { Registries } from './registries.ts';
import { scenarioSchema, sloProfileSchema, suiteSchema } from './schema.ts';
import { settingsSchema } from './settings.ts';

/** A JSON Schema, as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const spec: Path = ['properties', 'spec', 'properties'];

/** The JSON Schema (draft-07, which editors know best) of scenario files: faults and probes by type, indicators by name. */
export function scenarioJsonSchema({ faults, probes, indicators }: Registries): JsonSchema {
  let schema = withObjectives(jsonSchema(scenarioSchema, 'Aftershock scenario'), indicators);
  const change = (path: Path, by: (old: JsonSchema) => unknown): void => {
    schema = changed(schema, path, by);
  };
  change([...spec, 'faults', 'items'], (item) => oneOf(item, faults));
  change([...spec, 'probes', 'items'], (item) => oneOf(item, probes));
  change([...spec, 'abort', 'items'], (old) => ({
    ...old,
    pattern: '^\\s*\\S+\\s+(<=?|>=?)\\s*\\d.*\\sfor\\s+\\d\\S*\\s*$',
  }));
  return schema;
}

/** The JSON Schema of SLO profiles. */
export function sloProfileJsonSchema({ indicators }: Pick<Registries, 'indicators'>): JsonSchema {
  return withObjectives(jsonSchema(sloProfileSchema, 'Aftershock SLO profile'), indicators);
}

/** Objectives with the indicators by name, and bounds that begin with a comparison. */
function withObjectives(schema: JsonSchema, indicators: Registry<Indicator>): JsonSchema {
  const entry: Path = [...spec, 'slos', 'items', 'properties'];
  const named = changed(schema, [...entry, 'sli'], (old) => ({
    ...old,
    oneOf: [
      ...indicators.all.map(({ name, summary }) => ({ const: name, description: summary })),
      { type: 'string', pattern: '^query\\.', description: 'An indicator of the scenario’s own.' },
    ],
  }));
  return changed(named, [...entry, 'objective'], (old) => ({ ...old, pattern: '^\\s*(<=?|>=?)\\s*\\d' }));
}

function changed(schema: JsonSchema, path: Path, by: (old: JsonSchema) => unknown): JsonSchema {
  const old = valueAt(schema, path);
  if (!isRecord(old)) throw new Error(`the schema has nothing at ${path.join('.')}`);
  return withValueAt(schema, path, by(old)) as JsonSchema;
}

/** The JSON Schema of suite files. */
export function suiteJsonSchema(): JsonSchema {
  return jsonSchema(suiteSchema, 'Aftershock suite');
}

/** The JSON Schema of run.json. */
export function runJsonSchema(): JsonSchema {
  return jsonSchema(runSchema, 'Aftershock run');
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
