import type { Process } from '../engine/process.ts';
import type { EtcdClient } from '../etcd/etcd.ts';
import type { WatchCache } from './watch-cache.ts';

export interface ReflectorOptions {
  readonly process: Process;
  readonly etcd: EtcdClient;
  readonly cache: WatchCache;
  /** For how long a watch that etcd refuses is asked for again before the cache is given up. */
  readonly patienceMs: number;
}

/** Between two attempts to watch (assumed: the real one is paced by etcd's own answers). */
const retryMs = 500;

/**
 * Keeps the watch cache like etcd: lists once, then watches. A watch that etcd ends is asked for again; when that has failed for
 * too long, the cache is dropped with all its watches, and listed anew (k8s.io/apiserver, storage/cacher).
 */
export function startReflector({ process, etcd, cache, patienceMs }: ReflectorOptions): void {
  let failingSince: number | undefined;

  const watch = (): void => {
    etcd.watch({
      progress: (revision) => {
        failingSince = undefined;
        cache.advance(revision);
      },
      ended: () => {
        failingSince ??= process.now();
        if (process.now() - failingSince < patienceMs) {
          process.after(retryMs, watch);
          return;
        }
        failingSince = undefined;
        cache.drop();
        void list();
      },
    });
  };
  const list = async (): Promise<void> => {
    try {
      cache.fill(await etcd.readIndex());
      watch();
    } catch {
      process.after(1000, () => void list());
    }
  };
  if (cache.downMs() === undefined) watch();
  else void list();
}
