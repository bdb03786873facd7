import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { historyEntry, historySeries } from '../compare/history.ts';
import type { HistoryEntry } from '../core/history.ts';
import { renderIndex } from '../reporters/html/index-page.ts';
import { readReport, runFolders } from './reports-folder.ts';

/** What was read of a run.json, with what tells whether it has changed since. */
interface Remembered {
  readonly size: number;
  readonly mtimeMs: number;
  readonly entry: HistoryEntry;
}

/** Read again only where a run.json has changed: a report is many times larger than what the history keeps of it. */
const cacheFile = '.history.json';
const cacheSchema = 'aftershock/history-cache/v1';
const atOnce = 32;

/** Every run of a reports folder, oldest first. A run that cannot be read is left out. */
export async function readHistory(reportsDir: string): Promise<readonly HistoryEntry[]> {
  const known = await readCache(reportsDir);
  const folders = await runFolders(reportsDir, 'run.json');
  const found = new Map<string, Remembered>();
  let fresh = 0;
  for (let i = 0; i < folders.length; i += atOnce) {
    const read = await Promise.all(folders.slice(i, i + atOnce).map((folder) => remember(folder, known)));
    for (const [name, one] of read.flat()) {
      if (known.get(name) !== one) fresh += 1;
      found.set(name, one);
    }
  }
  if (fresh > 0 || found.size !== known.size) await writeCache(reportsDir, found);
  return [...found.values()].map(({ entry }) => entry).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/** Writes index.html over all runs of a reports folder. */
export async function writeIndex(reportsDir: string): Promise<void> {
  const entries = await readHistory(reportsDir);
  await writeFile(join(reportsDir, 'index.html'), renderIndex(entries, historySeries(entries)));
}

async function remember(
  folder: string,
  known: ReadonlyMap<string, Remembered>,
): Promise<readonly (readonly [string, Remembered])[]> {
  const name = basename(folder);
  const { size, mtimeMs } = await stat(join(folder, 'run.json'));
  const before = known.get(name);
  if (before?.size === size && before.mtimeMs === mtimeMs) return [[name, before]];
  const read = await readReport(folder).catch(() => undefined);
  if (read === undefined) return [];
  // Where only the data was kept (a CI server's cache), the link leads to that.
  const page = await stat(join(folder, 'report.html')).catch(() => undefined);
  const href = `${name}/${page === undefined ? 'run.json' : 'report.html'}`;
  return [[name, { size, mtimeMs, entry: historyEntry(read.report, href) }]];
}

async function readCache(reportsDir: string): Promise<ReadonlyMap<string, Remembered>> {
  try {
    const cache = JSON.parse(await readFile(join(reportsDir, cacheFile), 'utf8')) as {
      readonly schema?: string;
      readonly runs?: Readonly<Record<string, Remembered>>;
    };
    return new Map(cache.schema === cacheSchema ? Object.entries(cache.runs ?? {}) : []);
  } catch {
    // Not there yet, or cut short: everything is read anew.
    return new Map();
  }
}

async function writeCache(reportsDir: string, runs: ReadonlyMap<string, Remembered>): Promise<void> {
  const text = JSON.stringify({ schema: cacheSchema, runs: Object.fromEntries(runs) });
  // A reports folder that cannot be written can be read all the same.
  await writeFile(join(reportsDir, cacheFile), text).catch(() => undefined);
}
