import { scenarioJsonSchema } from '../../scenario/json-schema.ts';
import { registries } from '../../scenario/registries.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';

/** Prints the JSON Schema of scenario files, for editors. */
export const schemaCommand: Command = async ({ output }) => {
  output.print(JSON.stringify(scenarioJsonSchema(registries), null, 2));
  return exitStatus.pass;
};
