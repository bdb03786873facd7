import type { WatchRequest } from '../api/handler.ts';
import { statusBody } from '../api/status.ts';
import type { Cancel } from '../engine/process.ts';
import type { StoredObject } from '../store/object.ts';
import type { Change, Store } from '../store/store.ts';

/** One event of a watch, as the API's JSON has it. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** Who watches. */
export interface WatchSink {
  readonly event: (event: WatchEvent) => void;
  /** The cache has ended it. */
  readonly end: () => void;
}

/** What an apiserver has seen of the store, and who wants to hear of it. */
export interface WatchCache {
  readonly revision: () => number;
  /** For how long it cannot be read already; undefined: it can. */
  readonly downMs: () => number | undefined;
  /** The member has applied up to here: everybody who watches is told. */
  readonly advance: (revision: number) => void;
  /** Has been listed anew, as of a revision: it can be read. */
  readonly fill: (revision: number) => void;
  /** Has lost sight of etcd: every watch ends, and it can not be read. */
  readonly drop: () => void;
  /** Calls back once when it has come so far. */
  readonly onceAt: (revision: number, reached: () => void) => Cancel;
  /** Sends what happened since, and what happens; an ERROR, and the end, where that is forgotten. */
  readonly watch: (request: WatchRequest, sink: WatchSink) => Cancel;
  /** Tells those who want it how far they have seen, so that they may go on from there. */
  readonly bookmark: () => void;
}

interface Watcher {
  readonly request: WatchRequest;
  readonly sink: WatchSink;
}

/** A cache of a store: `filled` where it has seen all of it, else not to be read until it is filled. */
export function watchCache(store: Store, now: () => number, filled: boolean): WatchCache {
  let seen = store.revision();
  let downSince = filled ? undefined : now();
  // By resource, and within it by the node that is asked for: an event reaches the watchers that may want it, and no others.
  const watchers = new Map<string, Map<string, Set<Watcher>>>();
  const awaited = new Set<{ readonly revision: number; readonly reached: () => void }>();

  const bucket = ({ resource, node = '' }: WatchRequest): Set<Watcher> => {
    const byNode = watchers.get(resource) ?? new Map<string, Set<Watcher>>();
    watchers.set(resource, byNode);
    const set = byNode.get(node) ?? new Set<Watcher>();
    byNode.set(node, set);
    return set;
  };
  const all = (): readonly Watcher[] =>
    [...watchers.values()].flatMap((byNode) => [...byNode.values()].flatMap((set) => [...set]));
  const tell = (change: Change): void => {
    const byNode = watchers.get(change.resource);
    if (byNode === undefined) return;
    const nodes = new Set(['', nodeOf(change.object), nodeOf(change.before)]);
    for (const node of nodes) {
      for (const watcher of byNode.get(node) ?? []) pass(watcher, change);
    }
  };
  const reach = (revision: number): void => {
    seen = revision;
    for (const one of awaited) {
      if (one.revision > seen) continue;
      awaited.delete(one);
      one.reached();
    }
  };
  return {
    revision: () => seen,
    downMs: () => (downSince === undefined ? undefined : now() - downSince),
    advance: (revision) => {
      if (revision <= seen || downSince !== undefined) return;
      const changes = store.allChanges(seen, revision);
      reach(revision);
      for (const change of changes) tell(change);
    },
    fill: (revision) => {
      downSince = undefined;
      reach(Math.max(seen, revision));
    },
    drop: () => {
      downSince ??= now();
      const ended = all();
      watchers.clear();
      for (const { sink } of ended) sink.end();
    },
    onceAt: (revision, reached) => {
      const one = { revision, reached };
      awaited.add(one);
      return () => awaited.delete(one);
    },
    watch: (request, sink) => {
      const { after, resource, namespace } = request;
      if (after !== undefined && after < store.compacted()) {
        const text = `too old resource version: ${after} (${store.compacted()})`;
        sink.event({ type: 'ERROR', object: statusBody(410, 'Expired', text) });
        sink.end();
        return () => undefined;
      }
      const watcher: Watcher = { request, sink };
      if (after === undefined) {
        const here = store.list(resource, namespace, seen).filter(request.matches);
        for (const object of here) sink.event({ type: 'ADDED', object: rendered(request, object) });
        if (request.initialEventsEnd) sink.event(initialEnd(request, seen));
      } else if (after < seen) {
        for (const change of store.changes(resource, after, seen)) pass(watcher, change);
      }
      const set = bucket(request);
      set.add(watcher);
      return () => set.delete(watcher);
    },
    bookmark: () => {
      for (const { request, sink } of all()) if (request.bookmarks) sink.event(bookmarkAt(request, seen));
    },
  };
}

/** How far a watch has seen. */
export function bookmarkAt(
  request: WatchRequest,
  revision: number,
  annotations?: Readonly<Record<string, string>>,
): WatchEvent {
  const { kind } = request;
  const metadata = { resourceVersion: String(revision), creationTimestamp: null, ...(annotations && { annotations }) };
  return { type: 'BOOKMARK', object: { ...kind, metadata } };
}

/** An object that begins or ceases to match comes and goes for this watcher. */
function pass({ request, sink }: Watcher, { revision, object, before, type }: Change): void {
  if (request.after !== undefined && revision <= request.after) return;
  if (request.namespace !== undefined && object.metadata.namespace !== request.namespace) return;
  const had = before !== undefined && request.matches(before);
  const has = type !== 'DELETED' && request.matches(object);
  if (has) sink.event({ type: had ? 'MODIFIED' : 'ADDED', object: rendered(request, object) });
  else if (had) sink.event({ type: 'DELETED', object: rendered(request, object) });
}

function rendered({ render }: WatchRequest, object: StoredObject): unknown {
  return render === undefined ? object : render(object);
}

/** Says that all that there was has been sent (WatchList). */
function initialEnd({ kind }: WatchRequest, revision: number): WatchEvent {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  return { type: 'BOOKMARK', object: { ...kind, metadata: { resourceVersion: String(revision), annotations } } };
}

function nodeOf(object: StoredObject | undefined): string {
  return (object?.['spec'] as { readonly nodeName?: string } | undefined)?.nodeName ?? '';
}
