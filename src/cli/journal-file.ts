import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatEntry, type Journal, type JournalEntry, parseJournal } from '../runner/journal.ts';

/** The journal's name in a run's folder. */
export const journalFileName = 'journal.ndjson';

/**
 * The journal of a run's folder, made when it is not there. Each entry is on the disk before `append` resolves.
 * Rejects when the folder cannot be written.
 */
export async function fileJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, journalFileName);
  await write(path, '');
  // Without this a crash of the machine may forget that the file exists.
  await syncFolder(folder);
  let last: Promise<void> = Promise.resolve();
  return {
    append: (entry) => {
      const done = last.then(() => write(path, formatEntry(entry)));
      last = done.catch(() => undefined);
      return done;
    },
  };
}

/** The entries of the journal in a run's folder. Rejects (ENOENT) when it has none. */
export async function readJournal(folder: string): Promise<readonly JournalEntry[]> {
  return parseJournal(await readFile(join(folder, journalFileName), 'utf8'));
}

async function write(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+');
  try {
    // The line of a writer that was killed must not swallow the next one.
    await file.appendFile((await endsInMidLine(file)) && line !== '' ? `\n${line}` : line);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function endsInMidLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and has no need to.
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
