import { scenarioJsonSchema, settingsJsonSchema, suiteJsonSchema } from '../src/scenario/json-schema.ts';
import { registries } from '../src/scenario/registries.ts';

/** Every generated file: its path from the repository's root, and its content. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    'schema/scenario.schema.json': json(scenarioJsonSchema(registries)),
    'schema/suite.schema.json': json(suiteJsonSchema()),
    'schema/settings.schema.json': json(settingsJsonSchema()),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
