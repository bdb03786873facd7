import { join } from 'node:path';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { Timeline } from '../core/timeline.ts';
import { timelineNdjson } from '../reporters/timeline-ndjson.ts';
import { timelineReader } from '../reporters/timeline-reader.ts';
import { readUnzipped } from './unzipped.ts';

/** The timeline in a run's folder; undefined where there is none. Throws HarnessError('usage') when it cannot be read, or is none. */
export async function readTimeline(folder: string): Promise<Timeline | undefined> {
  const file = join(folder, timelineNdjson.file);
  try {
    return await readUnzipped(file, timelineReader());
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HarnessError('usage', `${file} cannot be read: ${messageOf(cause)}`, {
      hint: 'Copy the run folder again; the file was cut short or changed.',
      cause,
    });
  }
}
