import { access, constants, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HarnessError } from '../core/errors.ts';
import { type Rendered, reportSchema, type RunReport } from '../core/report.ts';

/**
 * Makes the folder of a run in a reports folder that is there: of that name, or with a number behind it where another run of the
 * same second has it. Throws HarnessError('usage') when it cannot be made.
 */
export async function makeRunFolder(reportsDir: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const folder = resolve(reportsDir, number === 1 ? name : `${name}-${number}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(folder, cause);
    }
  }
}

/** Makes a folder where it is not there. Throws HarnessError('usage') when it cannot be written: to be asked before anything is injected. */
export async function mustBeWritable(folder: string): Promise<void> {
  try {
    await makeFolder(resolve(folder));
    // The trailing dot asks for a folder: a file of that name is refused.
    await access(`${resolve(folder)}/.`, constants.W_OK);
  } catch (cause) {
    throw unwritable(resolve(folder), cause);
  }
}

function unwritable(folder: string, cause: unknown): HarnessError {
  return new HarnessError('usage', `the folder ${folder} cannot be written`, {
    cause,
    hint: 'Name another with --out DIR.',
  });
}

/** One folder at a time: Node's own recursive mkdir never returns below a file system that makes no folders, such as /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

/** `<started>-<scenario>-<backend>`, sortable by time. */
export function runFolderName(startedAt: Date, scenario: string, backend: string): string {
  const stamp = startedAt.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${scenario}-${backend.replaceAll(/[^\w.-]+/g, '-')}`;
}

/** Writes the files of a report into a run's folder. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, Rendered>): Promise<void> {
  for (const [name, content] of files) await writeFile(join(folder, name), content);
}

/** run.json of a run's folder, or of the file itself. Throws HarnessError('usage'). */
export async function readReport(path: string): Promise<{ folder: string; report: RunReport }> {
  const folder = path.endsWith('.json') ? join(path, '..') : path;
  const file = join(folder, 'run.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new HarnessError('usage', `${file} cannot be read`, { cause, hint: 'Name the folder of a finished run.' });
  });
  const report = parseJson(file, text) as Partial<RunReport>;
  if (report.schema !== reportSchema) {
    throw new HarnessError('usage', `${file} has schema "${String(report.schema)}"`, {
      hint: `This version reads ${reportSchema}.`,
    });
  }
  return { folder, report: report as RunReport };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HarnessError('usage', `${file} is no JSON`, { cause, hint: 'Run the scenario again.' });
  }
}

/** The folders of all runs under a reports folder, oldest first; a folder without the file is left out. */
export async function runFolders(reportsDir: string, containing: string): Promise<readonly string[]> {
  const entries = await readdir(reportsDir, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(reportsDir, entry.name));
  const there = await Promise.all(folders.sort().map((folder) => exists(join(folder, containing))));
  return folders.filter((_, i) => there[i] === true);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
