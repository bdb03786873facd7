import type { Process } from '../engine/process.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import { type ApiClient, CallError } from './api-client.ts';
import { backoff } from './backoff.ts';

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

const tooManyRequests = 429;
/** How often client-go sends again what was broken off, and when, before it tells its caller (k8s.io/client-go, rest/with_retry.go). */
const mostRetries = 10;
const retryAfterMs = 1000;
/** What counts as broken off: for a watch a time-out does as well, such as that of a TLS handshake (rest/request.go, Watch). */
const brokenOff: readonly string[] = ['reset', 'closed'];
const brokenOffWatch: readonly string[] = [...brokenOff, 'timeout'];

/** Whether a watch is asked for again from where it was: nobody listened, or too many ask. Anything else means a new list (client-go). */
function mayResume({ status, reason }: CallError): boolean {
  return status === tooManyRequests || (status === 0 && reason === 'refused');
}

function mayRetry(error: unknown, reasons: readonly string[], tries: number): boolean {
  return error instanceof CallError && error.status === 0 && reasons.includes(error.reason) && tries < mostRetries;
}

/** Mirrors a collection of the API: a list, then a watch, which is opened again when it ends, and a list where history is lost. */
export function reflect<T extends StoredObject>(
  process: Process,
  client: ApiClient,
  path: string,
  mirror: Mirror<T>,
): Reflection {
  const pauseMs = backoff(process, client.random.fork(path));
  let stopped = false;
  let stopWatch: () => void = () => undefined;
  const joined = (query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;
  /** An API that does not answer is asked again for as long as the process lives. */
  const later = (action: () => void): void => void process.after(pauseMs(), action);
  const list = (tries = 0): void => {
    if (stopped) return;
    client.call<ListBody>('GET', joined('resourceVersion=0')).then(
      (body) => {
        mirror.replace(body.items as readonly T[]);
        watch(body.metadata.resourceVersion);
      },
      (error: unknown) => {
        if (mayRetry(error, brokenOff, tries)) process.after(retryAfterMs, () => list(tries + 1));
        else later(() => list());
      },
    );
  };
  const watch = (from: string, tries = 0): void => {
    if (stopped) return;
    let version = from;
    stopWatch = client.watch(joined(`watch=1&allowWatchBookmarks=true&resourceVersion=${version}`), {
      event: ({ type, object }) => {
        const item = object as T;
        if (type === 'ERROR') {
          // The history from there on is lost: a new list makes up for it.
          stopWatch();
          later(() => list());
          return;
        }
        version = item.metadata.resourceVersion;
        if (type === 'BOOKMARK') return;
        mirror.put(keyOf(item.metadata.namespace, item.metadata.name), type === 'DELETED' ? undefined : item);
      },
      ended: (error) => {
        if (error === undefined) watch(version);
        else if (mayRetry(error, brokenOffWatch, tries)) process.after(retryAfterMs, () => watch(version, tries + 1));
        else later(mayResume(error) ? () => watch(version) : () => list());
      },
    });
  };
  return {
    list: () => list(),
    watch: (version) => watch(version),
    stop: () => {
      stopped = true;
      stopWatch();
    },
  };
}
