import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { systemClock } from '../base/system-clock.ts';
import type { Observation } from '../core/observation.ts';
import { ObservationLog } from '../core/observation-log.ts';
import { gzippedLines, lineOf } from '../reporters/timeline-ndjson.ts';
import { observationReader } from '../reporters/timeline-reader.ts';
import type { Archive } from '../runner/archive.ts';
import { readUnzipped } from './unzipped.ts';

/** Its name in a run's folder, while the run goes on. One that is found later is of a run that was killed. */
export const observationsFileName = 'observations.ndjson.gz';

/** Written when so many wait, or so long has passed: a harness that is killed loses no more. */
const most = 5000;
const everyMs = 5000;

/** An archive in a run's folder, which costs the harness no memory however long the run is. */
export interface FileArchive extends Archive {
  /** Takes the file away: everything lies elsewhere now. */
  readonly remove: () => Promise<void>;
}

/** Writes observations away in members of a gzip file (RFC 1952, 2.2), each of which can be read by itself. */
export function fileArchive(folder: string, clock: Pick<Clock, 'now'> = systemClock()): FileArchive {
  return new ObservationsFile(join(folder, observationsFileName), clock);
}

class ObservationsFile implements FileArchive {
  readonly #path: string;
  readonly #clock: Pick<Clock, 'now'>;
  #waiting: Observation[] = [];
  #writtenAt: number;
  /** What could not be written, and all that came after it. */
  readonly #kept = new ObservationLog();
  /** Bytes that were written whole: a disk that fills up may have taken a part more. */
  #bytes = 0;
  #isBroken = false;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string, clock: Pick<Clock, 'now'>) {
    this.#path = path;
    this.#clock = clock;
    this.#writtenAt = clock.now();
  }

  readonly add = (observation: Observation): void => {
    this.#waiting.push(observation);
    // Something is observed all the time: no timer is needed, which would keep a process alive.
    if (this.#waiting.length >= most || this.#clock.now() > this.#writtenAt + everyMs) this.#flush();
  };

  readonly all = async (): Promise<ObservationLog> => {
    this.#flush();
    await this.#last;
    if (this.#bytes === 0) return this.#kept;
    const log = await readUnzipped(this.#path, observationReader(), this.#bytes);
    for (const one of this.#kept) log.add(one);
    return log;
  };

  readonly remove = async (): Promise<void> => {
    await rm(this.#path, { force: true });
  };

  #flush(): void {
    const part = this.#waiting;
    if (part.length === 0) return;
    this.#waiting = [];
    this.#writtenAt = this.#clock.now();
    this.#last = this.#last.then(() => this.#write(part));
  }

  async #write(part: Observation[]): Promise<void> {
    try {
      if (this.#isBroken) throw new Error('an earlier part could not be written');
      const bytes = await gzippedLines(part.map(lineOf).join(''));
      await appendFile(this.#path, bytes);
      this.#bytes += bytes.length;
    } catch {
      this.#isBroken = true;
      for (const one of part) this.#kept.add(one);
    }
  }
}
