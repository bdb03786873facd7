import type { Process } from '../engine/process.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { ApiClient } from './api-client.ts';

/** Where a collection is mirrored. */
export interface Mirror<T> {
  /** The whole of it. */
  readonly replace: (items: readonly T[]) => void;
  /** One object; undefined: it is gone. */
  readonly put: (key: string, after: T | undefined) => void;
}

export interface Reflection {
  /** Lists, and watches from there. */
  readonly list: () => void;
  /** Watches from a version that is known. */
  readonly watch: (version: string) => void;
  readonly stop: () => void;
}

interface ListBody {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly StoredObject[];
}

/** client-go's reflector waits 0.8 s, doubling to 30 s; a broken watch is opened again at once. */
const firstWaitMs = 800;
const longestWaitMs = 30_000;

/** Mirrors a collection of the API: a list, then a watch, which is opened again when it ends, and a list where history is lost. */
export function reflect<T extends StoredObject>(
  process: Process,
  client: ApiClient,
  path: string,
  mirror: Mirror<T>,
): Reflection {
  let stopped = false;
  let stopWatch: () => void = () => undefined;
  const joined = (query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;
  const list = async (waitMs: number): Promise<void> => {
    if (stopped) return;
    try {
      const body = await client.call<ListBody>('GET', joined('resourceVersion=0'));
      mirror.replace(body.items as readonly T[]);
      watch(body.metadata.resourceVersion);
    } catch {
      // An API that does not answer is asked again for as long as the process lives.
      await process.sleep(waitMs);
      await list(Math.min(longestWaitMs, waitMs * 2));
    }
  };
  const listLater = (): void => void process.after(firstWaitMs, () => void list(firstWaitMs));
  const watch = (from: string): void => {
    if (stopped) return;
    let version = from;
    stopWatch = client.watch(joined(`watch=1&allowWatchBookmarks=true&resourceVersion=${version}`), {
      event: ({ type, object }) => {
        const item = object as T;
        if (type === 'ERROR') {
          // The history from there on is lost: a new list makes up for it.
          stopWatch();
          listLater();
          return;
        }
        version = item.metadata.resourceVersion;
        if (type === 'BOOKMARK') return;
        mirror.put(keyOf(item.metadata.namespace, item.metadata.name), type === 'DELETED' ? undefined : item);
      },
      ended: (error) => {
        if (error === undefined) watch(version);
        else listLater();
      },
    });
  };
  return {
    list: () => void list(firstWaitMs),
    watch,
    stop: () => {
      stopped = true;
      stopWatch();
    },
  };
}
