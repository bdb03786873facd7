import type { Consistency, Storage } from '../api/storage.ts';
import type { StoredObject } from '../store/object.ts';
import type { Command, Result } from '../store/store.ts';
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
export function storageOf(server: Server, reading: Reading): Storage {
  return new RequestStorage(server, reading);
}

function resultOf(result: Result | undefined): Result {
  if (result === undefined) throw new Error('a write of a key has a result');
  return result;
}

class RequestStorage implements Storage {
  readonly #server: Server;
  readonly #reading: Reading;

  constructor(server: Server, reading: Reading) {
    this.#server = server;
    this.#reading = reading;
  }

  get(resource: string, key: string, consistency: Consistency): Promise<StoredObject | undefined> {
    const { cache, options } = this.#server;
    const { store } = options;
    if (typeof consistency === 'number') return Promise.resolve(store.get(resource, key, consistency));
    if (consistency === 'cache' && cache.downMs() === undefined)
      return Promise.resolve(store.get(resource, key, cache.revision()));
    return this.#readIndex().then((revision) => store.get(resource, key, revision));
  }

  async list(...[resource, namespace, consistency, scope]: Parameters<Storage['list']>): ReturnType<Storage['list']> {
    const revision = typeof consistency === 'number' ? consistency : await this.#listRevision(consistency);
    return { items: this.#server.options.store.list(resource, namespace, revision, scope), revision };
  }

  write(command: Command): Promise<Result> {
    const operation = command.kind === 'delete' ? 'delete' : command.expect === 0 ? 'create' : 'update';
    return this.#timed(operation, this.#server.options.etcd.write(command, this.#reading.deadlineAt)).then(resultOf);
  }

  #readIndex(): Promise<number> {
    return this.#timed('get', this.#server.options.etcd.readIndex(this.#reading.deadlineAt));
  }

  /** What etcd was asked, whatever came of it, counts as the real apiserver counts it. */
  async #timed<T>(operation: string, call: Promise<T>): Promise<T> {
    const { metrics, options } = this.#server;
    const askedAt = options.process.now();
    try {
      return await call;
    } finally {
      metrics.askedEtcd(operation, options.process.now() - askedAt);
    }
  }

  #demandReady(): void {
    const downMs = this.#server.cache.downMs();
    if (downMs !== undefined) throw reinitializing(downMs);
  }

  /** Objects that are read from etcd at a revision have it, whatever the cache knows. */
  async #listRevision(consistency: 'quorum' | 'cache'): Promise<number> {
    const { cache } = this.#server;
    const { inParts } = this.#reading;
    if (inParts && (consistency === 'quorum' || cache.downMs() !== undefined)) return await this.#readIndex();
    this.#demandReady();
    if (consistency === 'cache') return cache.revision();
    const needed = await this.#readIndex();
    if (cache.revision() < needed) await this.#asNewAs(needed);
    this.#demandReady();
    return cache.revision();
  }

  #asNewAs(needed: number): Promise<void> {
    const { cache, options } = this.#server;
    return new Promise((resolve, reject) => {
      const disarm = options.process.after(blockMs, () => {
        stop();
        reject(tooLargeVersion(needed, cache.revision()));
      });
      const stop = cache.onceAt(needed, () => {
        disarm();
        resolve();
      });
    });
  }
}
