import type { Random } from '../../../base/random.ts';
import { doubling, type Histogram, histogram } from '../engine/histogram.ts';
import type { Process } from '../engine/process.ts';
import { logNormal, type Spread } from '../engine/spread.ts';

/** What a member's disk is asked to do, counted as etcd counts it. */
export interface DiskWrites {
  /** Writes to the log; `written` is called when it has reached the disk. */
  readonly log: (written: () => void) => void;
  /** An entry was applied: it is in the database's next commit. */
  readonly applied: () => void;
  readonly histograms: () => readonly string[];
}

export interface DiskOptions {
  readonly process: Process;
  readonly params: { readonly fsyncMs: number; readonly fsyncTailMs: number };
  readonly random: Random;
  /** How many times as long as usual the disk takes. */
  readonly slowdown: () => number;
}

/** Bounds of both families (server/storage/wal/metrics.go, server/storage/backend/metrics.go). */
const bounds = doubling(0.001, 14);
/** How often what was applied is committed (server/storage/backend/backend.go, defaultBatchInterval). */
const batchMs = 100;

/** The disk of a member's process. */
export function diskWrites(options: DiskOptions): DiskWrites {
  const { process, params, random, slowdown } = options;
  const fsync = logNormal(random.fork('disk'), params.fsyncMs, params.fsyncTailMs);
  const fsyncs = histogram({ name: 'etcd_disk_wal_fsync_duration_seconds', bounds });
  const commits = histogram({ name: 'etcd_disk_backend_commit_duration_seconds', bounds });
  const applied = batchCommits(options, commits);
  return {
    log: (written) => {
      const ms = fsync() * slowdown();
      fsyncs.observe(ms / 1000);
      process.after(ms, written);
    },
    applied,
    histograms: () => [fsyncs.text(), commits.text()],
  };
}

/**
 * Commits what was applied, a batch at a time. A commit syncs twice: the pages, then the one that names them (go.etcd.io/bbolt,
 * tx.go). That it holds up what is applied meanwhile is not simulated.
 */
function batchCommits({ process, params, random, slowdown }: DiskOptions, commits: Histogram): () => void {
  const own = random.fork('commits');
  const sync: Spread = logNormal(own, params.fsyncMs, params.fsyncTailMs);
  let lookedAt = process.now() - batchMs * own.next();
  let pending = false;
  let waiting = false;
  const wait = (): void => {
    waiting = true;
    // It looks again and again; where there is nothing to be done, nobody need wake for it.
    const since = (process.now() - lookedAt) % batchMs;
    process.after(batchMs - since, commit);
  };
  const commit = (): void => {
    pending = false;
    const beganAt = process.now();
    process.after((sync() + sync()) * slowdown(), () => {
      lookedAt = process.now();
      commits.observe((lookedAt - beganAt) / 1000);
      waiting = false;
      if (pending) wait();
    });
  };
  return () => {
    pending = true;
    if (!waiting) wait();
  };
}
