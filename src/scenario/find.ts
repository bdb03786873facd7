import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { suggest } from '../base/did-you-mean.ts';
import { HarnessError } from '../core/errors.ts';
import { isRecord, valueAt } from './path.ts';
import { parseYaml } from './yaml-source.ts';

const endings = ['.yaml', '.yml'];

/** A scenario or suite as a list shows it: read, not validated. */
export interface ListedScenario {
  /** The file's name without its ending: what the command line calls it. */
  readonly name: string;
  readonly file: string;
  readonly kind: 'Scenario' | 'Suite' | 'unknown';
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The text of a file, or HarnessError('usage'). */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = isRecord(cause) ? cause['code'] : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(cause);
    throw new HarnessError('usage', `cannot read ${file}: ${why}`, { cause, hint: 'Check the path.' });
  }
}

/**
 * The file of a scenario or suite: `nameOrPath` itself where it is a path, else `<dir>/<name>.yaml` or `<dir>/suites/<name>.yaml`
 * of the first folder that has it. Throws HarnessError('usage') with the likely name.
 */
export async function findScenario(nameOrPath: string, dirs: readonly string[]): Promise<string> {
  if (/[/\\]/.test(nameOrPath) || endings.some((ending) => nameOrPath.endsWith(ending))) {
    if (await isFile(nameOrPath)) return nameOrPath;
    throw new HarnessError('usage', `there is no file ${nameOrPath}`, {
      hint: 'Give the path of a scenario file, or the name of one: `npm run chaos -- list`.',
    });
  }
  const files = (await Promise.all(dirs.map(scenarioFiles))).flat();
  const found = files.find(({ name }) => name === nameOrPath);
  if (found !== undefined) return found.file;
  const names = [...new Set(files.map(({ name }) => name))];
  throw new HarnessError('usage', `there is no scenario "${nameOrPath}"`, {
    hint: names.length === 0 ? `There are no scenarios in ${dirs.join(', ')}.` : suggest(nameOrPath, names),
  });
}

/** The scenarios and suites of a folder, in the order of their names. A file that is broken is listed all the same. */
export async function listScenarios(dir: string): Promise<readonly ListedScenario[]> {
  const files = await scenarioFiles(dir);
  return Promise.all(
    files.map(async ({ name, file }) => {
      const data = parseYaml(await readText(file)).data;
      const kind = kindOf(data);
      const title = valueAt(data, ['metadata', 'title']);
      const labels = valueAt(data, ['metadata', 'labels']);
      return {
        name,
        file,
        kind,
        title: typeof title === 'string' ? title : name,
        labels: isRecord(labels)
          ? Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]))
          : {},
      };
    }),
  );
}

/** What kind of file this is, as far as it says. */
export function kindOf(data: unknown): ListedScenario['kind'] {
  const kind = valueAt(data, ['kind']);
  return kind === 'Scenario' || kind === 'Suite' ? kind : 'unknown';
}

async function scenarioFiles(dir: string): Promise<readonly { name: string; file: string }[]> {
  const folders = [dir, join(dir, 'suites')];
  const entries = await Promise.all(
    folders.map(async (folder) => (await namesIn(folder)).map((entry) => ({ entry, folder }))),
  );
  return entries
    .flat()
    .flatMap(({ entry, folder }) => {
      const ending = endings.find((known) => entry.endsWith(known));
      return ending === undefined ? [] : [{ name: entry.slice(0, -ending.length), file: join(folder, entry) }];
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // A folder that is not there holds no scenarios.
    return [];
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
