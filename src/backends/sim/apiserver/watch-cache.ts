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
interface WatchSink {
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
  return new Cache(store, now, filled);
}

class Cache implements WatchCache {
  readonly #store: Store;
  readonly #now: () => number;
  #seen: number;
  #downSince: number | undefined;
  /** By resource, and within it by the node that is asked for: an event reaches those that may want it, and no others. */
  readonly #watchers = new Map<string, Map<string, Set<Watcher>>>();
  readonly #awaited = new Set<{ readonly revision: number; readonly reached: () => void }>();

  constructor(store: Store, now: () => number, filled: boolean) {
    this.#store = store;
    this.#now = now;
    this.#seen = store.revision();
    this.#downSince = filled ? undefined : now();
  }

  readonly revision = (): number => this.#seen;

  readonly downMs = (): number | undefined =>
    this.#downSince === undefined ? undefined : this.#now() - this.#downSince;

  readonly advance = (revision: number): void => {
    if (revision <= this.#seen || this.#downSince !== undefined) return;
    const changes = this.#store.allChanges(this.#seen, revision);
    this.#reach(revision);
    for (const change of changes) this.#tell(change);
  };

  readonly fill = (revision: number): void => {
    this.#downSince = undefined;
    this.#reach(Math.max(this.#seen, revision));
  };

  readonly drop = (): void => {
    this.#downSince ??= this.#now();
    const ended = this.#all();
    this.#watchers.clear();
    for (const { sink } of ended) sink.end();
  };

  readonly onceAt = (revision: number, reached: () => void): Cancel => {
    const one = { revision, reached };
    this.#awaited.add(one);
    return () => this.#awaited.delete(one);
  };

  readonly watch = (request: WatchRequest, sink: WatchSink): Cancel => {
    const { after } = request;
    const compacted = this.#store.compacted();
    if (after !== undefined && after < compacted) {
      const text = `too old resource version: ${after} (${compacted})`;
      sink.event({ type: 'ERROR', object: statusBody(410, 'Expired', text) });
      sink.end();
      return () => undefined;
    }
    const watcher: Watcher = { request, sink };
    this.#begin(watcher);
    const set = this.#bucket(request);
    set.add(watcher);
    return () => set.delete(watcher);
  };

  readonly bookmark = (): void => {
    for (const { request, sink } of this.#all()) if (request.bookmarks) sink.event(bookmarkAt(request, this.#seen));
  };

  #begin(watcher: Watcher): void {
    const { request, sink } = watcher;
    const { after, resource, namespace } = request;
    if (after === undefined) {
      const here = this.#store.list(resource, namespace, this.#seen).filter(request.matches);
      for (const object of here) sink.event({ type: 'ADDED', object: rendered(request, object) });
      if (request.initialEventsEnd) sink.event(initialEnd(request, this.#seen));
    } else if (after < this.#seen) {
      for (const change of this.#store.changes(resource, after, this.#seen)) pass(watcher, change);
    }
  }

  #bucket({ resource, node = '' }: WatchRequest): Set<Watcher> {
    const byNode = this.#watchers.get(resource) ?? new Map<string, Set<Watcher>>();
    this.#watchers.set(resource, byNode);
    const set = byNode.get(node) ?? new Set<Watcher>();
    byNode.set(node, set);
    return set;
  }

  #all(): readonly Watcher[] {
    return [...this.#watchers.values()].flatMap((byNode) => [...byNode.values()].flatMap((set) => [...set]));
  }

  #tell(change: Change): void {
    const byNode = this.#watchers.get(change.resource);
    if (byNode === undefined) return;
    const nodes = new Set(['', nodeOf(change.object), nodeOf(change.before)]);
    for (const node of nodes) {
      for (const watcher of byNode.get(node) ?? []) pass(watcher, change);
    }
  }

  #reach(revision: number): void {
    this.#seen = revision;
    for (const one of this.#awaited) {
      if (one.revision > revision) continue;
      this.#awaited.delete(one);
      one.reached();
    }
  }
}

/** How far a watch has seen. */
export function bookmarkAt({ kind }: WatchRequest, revision: number): WatchEvent {
  const metadata = { resourceVersion: String(revision), creationTimestamp: null };
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
