import type { Process } from '../engine/process.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { ApiClient } from './api-client.ts';

/** A change as an informer tells it: `after` is undefined for what is gone, `before` for what is new. */
export interface Delta<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** A local copy of a collection, kept up to date by a watch; lists again when the watch breaks. */
export interface Informer<T> {
  readonly get: (key: string) => T | undefined;
  readonly values: () => IterableIterator<T>;
  readonly size: () => number;
  /** The objects under an index key. */
  readonly under: (index: string, key: string) => ReadonlySet<T>;
  /** Whether the first list has come. */
  readonly synced: () => boolean;
  readonly stop: () => void;
}

export interface InformerOptions<T> {
  readonly process: Process;
  readonly client: ApiClient;
  /** With selectors, if any. */
  readonly path: string;
  /** Named ways to find objects: each gives the keys that an object is found under. */
  readonly indexes?: Readonly<Record<string, (object: T) => readonly string[]>>;
  readonly onChange?: (delta: Delta<T>) => void;
  readonly onSynced?: () => void;
  /** What a process that has been running for long has listed already: it only watches from there. */
  readonly known?: { readonly items: readonly T[]; readonly resourceVersion: string };
}

interface ListBody {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly StoredObject[];
}

/** client-go's reflector waits 0.8 s, doubling to 30 s; a broken watch is opened again at once. */
const firstWaitMs = 800;
const longestWaitMs = 30_000;

/** Starts to list and watch. */
export function startInformer<T extends StoredObject>(options: InformerOptions<T>): Informer<T> {
  const { process, client, path, indexes = {} } = options;
  const objects = new Map<string, T>();
  const index = new Map(Object.keys(indexes).map((name) => [name, new Map<string, Set<T>>()]));
  const none: ReadonlySet<T> = new Set<T>();
  let synced = false;
  let stopped = false;
  let stopWatch: () => void = () => undefined;

  const file = (object: T | undefined, into: boolean): void => {
    if (object === undefined) return;
    for (const [name, keysOf] of Object.entries(indexes)) {
      const byKey = index.get(name);
      for (const key of keysOf(object)) {
        const set = byKey?.get(key) ?? new Set<T>();
        byKey?.set(key, set);
        if (into) set.add(object);
        else set.delete(object);
        if (set.size === 0) byKey?.delete(key);
      }
    }
  };
  const put = (key: string, after: T | undefined): void => {
    const before = objects.get(key);
    if (before === undefined && after === undefined) return;
    file(before, false);
    if (after === undefined) objects.delete(key);
    else objects.set(key, after);
    file(after, true);
    options.onChange?.({ key, before, after });
  };
  const replace = (items: readonly T[]): void => {
    const present = new Map(items.map((item) => [keyOf(item.metadata.namespace, item.metadata.name), item]));
    for (const key of [...objects.keys()]) if (!present.has(key)) put(key, undefined);
    for (const [key, item] of present) {
      if (objects.get(key)?.metadata.resourceVersion !== item.metadata.resourceVersion) put(key, item);
    }
    if (synced) return;
    synced = true;
    options.onSynced?.();
  };
  const joined = (query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

  const list = async (waitMs: number): Promise<void> => {
    if (stopped) return;
    try {
      const body = await client.call<ListBody>('GET', joined('resourceVersion=0'));
      replace(body.items as readonly T[]);
      watch(body.metadata.resourceVersion);
    } catch {
      // An API that does not answer is asked again for as long as the process lives.
      await process.sleep(waitMs);
      await list(Math.min(longestWaitMs, waitMs * 2));
    }
  };
  const watch = (from: string): void => {
    if (stopped) return;
    let version = from;
    stopWatch = client.watch(joined(`watch=1&allowWatchBookmarks=true&resourceVersion=${version}`), {
      event: ({ type, object }) => {
        const item = object as T;
        if (type === 'ERROR') {
          // The history from there on is lost: a new list makes up for it.
          stopWatch();
          process.after(firstWaitMs, () => void list(firstWaitMs));
          return;
        }
        version = item.metadata.resourceVersion;
        if (type === 'BOOKMARK') return;
        put(keyOf(item.metadata.namespace, item.metadata.name), type === 'DELETED' ? undefined : item);
      },
      ended: (error) => {
        if (error === undefined) watch(version);
        else process.after(firstWaitMs, () => void list(firstWaitMs));
      },
    });
  };
  const { known } = options;
  if (known === undefined) void list(firstWaitMs);
  else {
    // In an event of its own, as a list would be: who asked for the informer has it by then.
    process.after(0, () => {
      replace(known.items);
      watch(known.resourceVersion);
    });
  }
  return {
    get: (key) => objects.get(key),
    values: () => objects.values(),
    size: () => objects.size,
    under: (name, key) => index.get(name)?.get(key) ?? none,
    synced: () => synced,
    stop: () => {
      stopped = true;
      stopWatch();
    },
  };
}
