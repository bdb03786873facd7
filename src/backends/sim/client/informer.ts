import type { Process } from '../engine/process.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { ApiClient } from './api-client.ts';
import { indexedObjects } from './indexed-objects.ts';
import { reflect } from './reflect.ts';

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

/** Starts to list and watch. */
export function startInformer<T extends StoredObject>(options: InformerOptions<T>): Informer<T> {
  const { process, client, path, indexes = {}, known } = options;
  const objects = indexedObjects<T>(indexes);
  let synced = false;
  const put = (key: string, after: T | undefined): void => {
    const before = objects.put(key, after);
    if (before !== undefined || after !== undefined) options.onChange?.({ key, before, after });
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
  const { list, watch, stop } = reflect<T>(process, client, path, { replace, put });
  if (known === undefined) list();
  else {
    // In an event of its own, as a list would be: who asked for the informer has it by then.
    process.after(0, () => {
      replace(known.items);
      watch(known.resourceVersion);
    });
  }
  const { get, values, size, under } = objects;
  return { get, values, size, under, synced: () => synced, stop };
}
