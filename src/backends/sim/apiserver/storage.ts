import type { Storage } from '../api/storage.ts';
import { reinitializing, tooLargeVersion } from './refusals.ts';
import type { Server } from './server.ts';

/** What a request may do with its storage. */
export interface Reading {
  /** For all that it asks of etcd; undefined: for as long as it takes. */
  readonly deadlineAt: number | undefined;
  /** A list in parts is etcd's work when it has to be new, or when the cache cannot be read. */
  readonly inParts: boolean;
}

/** How long a read waits for the cache to become as new as etcd (storage/cacher/watch_cache.go, blockTimeout). */
const blockMs = 3000;

/** One request's storage: the watch cache where that will do, etcd where not. */
export function storageOf({ options, cache }: Server, { deadlineAt, inParts }: Reading): Storage {
  const { etcd, store, process } = options;
  const demandReady = (): void => {
    const downMs = cache.downMs();
    if (downMs !== undefined) throw reinitializing(downMs);
  };
  /** Objects that are read from etcd at a revision have it, whatever the cache knows. */
  const listRevision = async (consistency: 'quorum' | 'cache'): Promise<number> => {
    if (inParts && (consistency === 'quorum' || cache.downMs() !== undefined)) return await etcd.readIndex(deadlineAt);
    demandReady();
    if (consistency === 'cache') return cache.revision();
    const needed = await etcd.readIndex(deadlineAt);
    if (cache.revision() < needed) await asNewAs(needed);
    demandReady();
    return cache.revision();
  };
  const asNewAs = (needed: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const disarm = process.after(blockMs, () => {
        stop();
        reject(tooLargeVersion(needed, cache.revision()));
      });
      const stop = cache.onceAt(needed, () => {
        disarm();
        resolve();
      });
    });
  return {
    get: async (resource, key, consistency) => {
      if (typeof consistency === 'number') return store.get(resource, key, consistency);
      const cached = consistency === 'cache' && cache.downMs() === undefined;
      return store.get(resource, key, cached ? cache.revision() : await etcd.readIndex(deadlineAt));
    },
    list: async (resource, namespace, consistency) => {
      const revision = typeof consistency === 'number' ? consistency : await listRevision(consistency);
      return { items: store.list(resource, namespace, revision), revision };
    },
    write: async (command) => {
      const result = await etcd.write(command, deadlineAt);
      if (result === undefined) throw new Error('a write of a key has a result');
      return result;
    },
  };
}
