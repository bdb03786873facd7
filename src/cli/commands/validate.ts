import { HarnessError } from '../../core/errors.ts';
import { type Complaint, complaintText } from '../../scenario/document.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { type InspectedDocument, inspectFile } from '../inspect-file.ts';
import type { Output } from '../output.ts';

/** Checks scenarios, suites, settings and Chaos Mesh objects without touching anything. With --json one array, a row a document. */
export const validateCommand: Command = async ({ operands, options, output }) => {
  if (operands.length === 0)
    throw new HarnessError('usage', 'validate was given no file', { hint: 'Name one or more files.' });
  const documents: InspectedDocument[] = [];
  for (const name of operands) {
    const found = await inspectFile(name, { overrides: options.set, strict: options.strict });
    documents.push(...found);
    if (!output.json) for (const document of found) say(document, output);
  }
  if (output.json) output.print(JSON.stringify(documents.map(rowOf), undefined, 2));
  return documents.some(({ errors }) => errors.length > 0) ? exitStatus.usage : exitStatus.pass;
};

function say(inspected: InspectedDocument, output: Output): void {
  const { file, document, kind, name, errors, warnings } = inspected;
  const what = [file, document > 1 ? `document ${document}` : '', kind ?? '', name ?? ''].filter((part) => part !== '');
  output.say(`${verdict(inspected, output)}  ${what.join(' ')}`);
  for (const error of errors) output.say(`  ${output.style('bad', 'error')} ${complaintText(file, error)}`);
  for (const warning of warnings) output.say(`  ${output.style('warn', 'warning')} ${complaintText(file, warning)}`);
}

function verdict({ errors, checked }: InspectedDocument, output: Output): string {
  if (errors.length > 0) return output.style('bad', 'invalid');
  return checked ? output.style('good', 'valid  ') : output.style('warn', 'skipped');
}

function rowOf({ file, document, kind, errors, warnings }: InspectedDocument): Readonly<Record<string, unknown>> {
  const ok = errors.length === 0;
  return { file, document, kind: kind ?? null, ok, errors: errors.map(findingOf), warnings: warnings.map(findingOf) };
}

function findingOf({ path, message, line, column, override }: Complaint): Readonly<Record<string, unknown>> {
  // An override stands nowhere in the file.
  if (override !== undefined) return { path: `--set ${override}`, message: `${path}: ${message}`, line: 1, column: 1 };
  return { path, message, line, column };
}
