import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  scenarioJsonSchema,
  settingsJsonSchema,
  sloProfileJsonSchema,
  suiteJsonSchema,
  runJsonSchema,
} from '../src/scenario/json-schema.ts';
import { generatedFiles as typesFiles } from '../packages/chaos-mesh-types/scripts/generated-files.ts';
import { registries } from '../src/scenario/registries.ts';
import { apiFields } from './api-fields.ts';
import { docsTables } from './docs-tables.ts';

const root = join(import.meta.dirname, '..');

/** Every generated file: its path from the repository's root, and its content. Docs keep what stands around their tables. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  const docs = await Promise.all(
    Object.entries(await docsTables()).map(async ([file, tables]) => {
      const text = await readFile(join(root, file), 'utf8');
      return [file, Object.entries(tables).reduce((whole, [name, table]) => fill(whole, name, table), text)] as const;
    }),
  );
  return {
    'schema/scenario.schema.json': json(scenarioJsonSchema(registries)),
    'schema/slo-profile.schema.json': json(sloProfileJsonSchema(registries)),
    'schema/run.schema.json': json(runJsonSchema()),
    'schema/suite.schema.json': json(suiteJsonSchema()),
    'schema/settings.schema.json': json(settingsJsonSchema()),
    'src/backends/sim/api/types/fields.json': lines(apiFields()),
    ...Object.fromEntries(docs),
    ...Object.fromEntries(
      Object.entries(typesFiles()).map(([file, text]) => [`packages/chaos-mesh-types/${file}`, text]),
    ),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** JSON with a line for each entry: a change shows which. */
function lines(record: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(record).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${entries.join(',\n')}\n}\n`;
}

/** Puts a table between its two marks. Throws when the page has no place for it. */
function fill(page: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- generated:${name} -->\n)[^]*?(<!-- /generated:${name} -->)`);
  if (!place.test(page)) throw new Error(`the page has no place for the table "${name}"`);
  return page.replace(place, (_, open: string, close: string) => `${open}${table}\n${close}`);
}
