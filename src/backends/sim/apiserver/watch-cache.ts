import type { Cancel } from '../engine/process.ts';
import type { WatchRequest } from '../api/handler.ts';
import type { Change, Store } from '../store/store.ts';
import type { StoredObject } from '../store/object.ts';

/** One event of a watch, as the API's JSON has it. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** What an apiserver has seen of the store, and who wants to hear of it. */
export interface WatchCache {
  readonly revision: () => number;
  /** The member has applied up to here: everybody who watches is told. */
  readonly advance: (revision: number) => void;
  /** Sends what happened since, and what happens. */
  readonly watch: (request: WatchRequest, send: (event: WatchEvent) => void) => Cancel;
}

interface Watcher {
  readonly request: WatchRequest;
  readonly send: (event: WatchEvent) => void;
}

/** A cache that has seen everything up to the store's revision. */
export function watchCache(store: Store): WatchCache {
  let seen = store.revision();
  // By resource, and within it by the node that is asked for: an event reaches the watchers that may want it, and no others.
  const watchers = new Map<string, Map<string, Set<Watcher>>>();

  const bucket = ({ resource, node = '' }: WatchRequest): Set<Watcher> => {
    const byNode = watchers.get(resource) ?? new Map<string, Set<Watcher>>();
    watchers.set(resource, byNode);
    const set = byNode.get(node) ?? new Set<Watcher>();
    byNode.set(node, set);
    return set;
  };
  const tell = (change: Change): void => {
    const byNode = watchers.get(change.resource);
    if (byNode === undefined) return;
    const nodes = new Set(['', nodeOf(change.object), nodeOf(change.before)]);
    for (const node of nodes) {
      for (const watcher of byNode.get(node) ?? []) pass(watcher, change);
    }
  };
  return {
    revision: () => seen,
    advance: (revision) => {
      if (revision <= seen) return;
      const changes = store.allChanges(seen, revision);
      seen = revision;
      for (const change of changes) tell(change);
    },
    watch: (request, send) => {
      const watcher: Watcher = { request, send };
      if (request.after === undefined) {
        const now = store.list(request.resource, request.namespace, seen).filter(request.matches);
        for (const object of now) send({ type: 'ADDED', object });
      } else {
        for (const change of store.changes(request.resource, request.after, seen)) pass(watcher, change);
      }
      const set = bucket(request);
      set.add(watcher);
      return () => set.delete(watcher);
    },
  };
}

/** An object that begins or ceases to match comes and goes for this watcher. */
function pass({ request, send }: Watcher, { object, before, type }: Change): void {
  if (request.namespace !== undefined && object.metadata.namespace !== request.namespace) return;
  const had = before !== undefined && request.matches(before);
  const has = type !== 'DELETED' && request.matches(object);
  if (has) send({ type: had ? 'MODIFIED' : 'ADDED', object });
  else if (had) send({ type: 'DELETED', object });
}

function nodeOf(object: StoredObject | undefined): string {
  return (object?.['spec'] as { readonly nodeName?: string } | undefined)?.nodeName ?? '';
}
