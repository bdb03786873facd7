import type { WatchRequest } from '../api/handler.ts';
import { statusBody } from '../api/status.ts';
import type { Cancel } from '../engine/process.ts';
import { type Change, nodeOf } from '../store/changes.ts';
import type { StoredObject } from '../store/object.ts';
import type { Store } from '../store/store.ts';

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

/** Watchers who want the same: what they are told is found out once. */
interface Audience {
  readonly wants: Pick<WatchRequest, 'namespace' | 'matches'>;
  readonly watchers: Set<Watcher>;
}

/** Who watches a resource: all of it, the object of one name, or the pods of one node; and of those each audience by the rest that it asks. */
interface Interests {
  readonly all: Map<string, Audience>;
  readonly byName: Map<string, Map<string, Audience>>;
  readonly byNode: Map<string, Map<string, Audience>>;
}

/** A cache of a store: `filled` where it has seen all of it, else not to be read until it is filled. */
export function watchCache(store: Store, now: () => number, filled: boolean): WatchCache {
  return new Cache(store, now, filled);
}

class Cache implements WatchCache {
  readonly #store: Store;
  readonly #now: () => number;
  #seen: number;
  /** What it was filled at: of what changed before it knows nothing (k8s.io/apiserver, watch_cache.go, listResourceVersion). */
  #listedAt = 0;
  #downSince: number | undefined;
  /** By resource: an event reaches those that may want it, and no others. */
  readonly #watchers = new Map<string, Interests>();
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
    this.#listedAt = this.#seen;
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
    const oldest = Math.max(this.#store.compacted(), this.#listedAt);
    if (after !== undefined && after < oldest) {
      const text = `too old resource version: ${after} (${oldest})`;
      sink.event({ type: 'ERROR', object: statusBody(410, 'Expired', text) });
      sink.end();
      return () => undefined;
    }
    const watcher: Watcher = { request, sink };
    this.#begin(watcher);
    const { audience, alike, key } = this.#audience(request);
    audience.watchers.add(watcher);
    return () => {
      audience.watchers.delete(watcher);
      if (audience.watchers.size === 0 && alike.get(key) === audience) alike.delete(key);
    };
  };

  readonly bookmark = (): void => {
    for (const { request, sink } of this.#all()) if (request.bookmarks) sink.event(bookmarkAt(request, this.#seen));
  };

  #begin(watcher: Watcher): void {
    const { request, sink } = watcher;
    const { after, resource, namespace, scope } = request;
    if (after === undefined) {
      const here = this.#store.list(resource, namespace, this.#seen, scope).filter(request.matches);
      for (const object of here) sink.event({ type: 'ADDED', object: rendered(request, object) });
      if (request.initialEventsEnd) sink.event(initialEnd(request, this.#seen));
    } else if (after < this.#seen) {
      const audience: Audience = { wants: request, watchers: new Set([watcher]) };
      for (const change of this.#store.changes(resource, after, this.#seen, scope)) tell(audience, change);
    }
  }

  /** Those that a watch belongs to, and where they are kept. */
  #audience({ resource, scope: { name, node }, namespace, selector, matches }: WatchRequest): {
    readonly audience: Audience;
    readonly alike: Map<string, Audience>;
    readonly key: string;
  } {
    const interests: Interests = this.#watchers.get(resource) ?? {
      all: new Map(),
      byName: new Map(),
      byNode: new Map(),
    };
    this.#watchers.set(resource, interests);
    const { all, byName, byNode } = interests;
    const alike = name !== undefined ? within(byName, name) : node !== undefined ? within(byNode, node) : all;
    const key = `${namespace ?? ''} ${selector}`;
    const audience = alike.get(key) ?? { wants: { namespace, matches }, watchers: new Set<Watcher>() };
    alike.set(key, audience);
    return { audience, alike, key };
  }

  #all(): readonly Watcher[] {
    return [...this.#watchers.values()]
      .flatMap(({ all, byName, byNode }) => [all, ...byName.values(), ...byNode.values()])
      .flatMap((alike) => [...alike.values()].flatMap(({ watchers }) => [...watchers]));
  }

  #tell(change: Change): void {
    const interests = this.#watchers.get(change.resource);
    if (interests === undefined) return;
    const { all, byName, byNode } = interests;
    const { object, before } = change;
    const [node, nodeBefore] = [nodeOf(object), nodeOf(before)];
    tellAll(all, change);
    tellAll(byName.get(object.metadata.name), change);
    if (node !== undefined) tellAll(byNode.get(node), change);
    if (nodeBefore !== undefined && nodeBefore !== node) tellAll(byNode.get(nodeBefore), change);
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

/** An object that begins or ceases to match comes and goes for those who watch. */
function typeFor({ namespace, matches }: Audience['wants'], change: Change): WatchEvent['type'] | undefined {
  const { object, before, type } = change;
  if (namespace !== undefined && object.metadata.namespace !== namespace) return undefined;
  const had = before !== undefined && matches(before);
  const has = type !== 'DELETED' && matches(object);
  if (has) return had ? 'MODIFIED' : 'ADDED';
  return had ? 'DELETED' : undefined;
}

function within(by: Map<string, Map<string, Audience>>, key: string): Map<string, Audience> {
  const known = by.get(key) ?? new Map<string, Audience>();
  by.set(key, known);
  return known;
}

function tellAll(alike: ReadonlyMap<string, Audience> | undefined, change: Change): void {
  if (alike !== undefined) for (const audience of alike.values()) tell(audience, change);
}

function tell({ wants, watchers }: Audience, change: Change): void {
  const type = watchers.size === 0 ? undefined : typeFor(wants, change);
  if (type === undefined) return;
  const { revision, object } = change;
  const plain: WatchEvent = { type, object };
  for (const { request, sink } of watchers) {
    if (request.after !== undefined && revision <= request.after) continue;
    sink.event(request.render === undefined ? plain : { type, object: request.render(object) });
  }
}

function rendered({ render }: WatchRequest, object: StoredObject): unknown {
  return render === undefined ? object : render(object);
}

/** Says that all that there was has been sent (WatchList). */
function initialEnd({ kind }: WatchRequest, revision: number): WatchEvent {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  return { type: 'BOOKMARK', object: { ...kind, metadata: { resourceVersion: String(revision), annotations } } };
}
