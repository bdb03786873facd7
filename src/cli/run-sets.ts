import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { HarnessError } from '../core/errors.ts';
import type { Comparison, RunSet } from '../core/comparison.ts';
import type { RunReport } from '../core/report.ts';
import type { Twin } from '../core/twin.ts';
import { comparisonMarkdown, runSetMarkdown } from '../reporters/comparison-text.ts';
import { twinMarkdown } from '../reporters/twin-text.ts';
import { comparisonPage, runSetPage } from '../reporters/html/comparison-page.ts';
import { readReport, runFolders, writeFiles } from './reports-folder.ts';

/**
 * The runs that a word names: the one in that folder, or all in the folders below it, oldest first; of these only those of
 * `scenario` where one is given. Throws HarnessError('usage') where there is none.
 */
export async function readRuns(path: string, scenario?: string): Promise<readonly RunReport[]> {
  const folders = await runFolders(path, 'run.json');
  const reports =
    folders.length === 0
      ? [(await readReport(path)).report]
      : await Promise.all(folders.map(async (folder) => (await readReport(folder)).report));
  const found = reports.filter(({ scenario: { name } }) => scenario === undefined || name === scenario);
  if (found.length > 0) return found;
  throw new HarnessError('usage', `there is no run of ${scenario ?? 'any scenario'} in ${basename(path)}`, {
    hint: 'Name the folder of a run, or a folder of runs.',
  });
}

/** Writes comparison.json, .md and .html. */
export async function writeComparison(folder: string, comparison: Comparison): Promise<void> {
  await write(folder, 'comparison', comparison, comparisonMarkdown(comparison), comparisonPage(comparison));
}

/** Writes repeat.json, .md and .html. */
export async function writeRunSet(folder: string, set: RunSet): Promise<void> {
  await write(folder, 'repeat', { schema: 'aftershock/repeat/v1', ...set }, runSetMarkdown(set), runSetPage(set));
}

/** Writes twin.json and .md. */
export async function writeTwin(folder: string, twin: Twin): Promise<void> {
  await write(folder, 'twin', twin, twinMarkdown(twin));
}

async function write(
  folder: string,
  name: string,
  data: unknown,
  ...[markdown, page]: [string, string?]
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = new Map([
    [`${name}.json`, `${JSON.stringify(data, null, 2)}\n`],
    [`${name}.md`, markdown],
    ...(page === undefined ? [] : [[`${name}.html`, page] as const]),
  ]);
  await writeFiles(folder, files);
}
