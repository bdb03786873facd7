import { type Change, Changes, changesBetween, nodeOf, type Scope } from './changes.ts';
import { keyOf, type StoredObject } from './object.ts';

/**
 * What goes through etcd's log: one key, written or removed. `expect` is the revision that the object must have, 0 that it must
 * not be there; undefined: whatever there is.
 */
export type Command =
  | {
      readonly kind: 'put';
      readonly resource: string;
      readonly key: string;
      readonly object: StoredObject;
      readonly expect: number | undefined;
    }
  | { readonly kind: 'delete'; readonly resource: string; readonly key: string; readonly expect: number | undefined };

/** What became of a command. `object` is what is stored now, or what was removed. */
export type Result =
  | { readonly ok: true; readonly revision: number; readonly object: StoredObject }
  | { readonly ok: false; readonly current: StoredObject | undefined };

/**
 * The one history that the committed log makes, with every revision of it readable: etcd members and watch caches that lag
 * behind are a number each, not a copy. What no one can be behind any more is forgotten (`compact`).
 */
export interface Store {
  readonly revision: () => number;
  /** Applies the next command of the log. A pure function of the history so far. */
  readonly apply: (command: Command) => Result;
  /** As it was at a revision; the newest where none is given. */
  readonly get: (resource: string, key: string, at?: number) => StoredObject | undefined;
  /** Every resource of which there has been an object. */
  readonly resources: () => readonly string[];
  /** In the order of keys. */
  readonly list: (
    resource: string,
    namespace: string | undefined,
    at?: number,
    scope?: Scope,
  ) => readonly StoredObject[];
  /** Changes of a resource in (after, upTo]. Throws RangeError when they are forgotten. */
  readonly changes: (resource: string, after: number, upTo: number, scope?: Scope) => readonly Change[];
  /** All changes in (after, upTo], of every resource. */
  readonly allChanges: (after: number, upTo: number) => readonly Change[];
  /** Forgets what only those could read who are behind this revision; as much of it as nobody holds. */
  readonly compact: (before: number) => void;
  /** Keeps everything since the reader's revision readable; returns how to let go. */
  readonly hold: (reader: () => number) => () => void;
  /** The oldest revision that can still be read. */
  readonly compacted: () => number;
}

interface Table {
  /** By namespace ('' for what has none), then by key. */
  readonly spaces: Map<string, Map<string, StoredObject>>;
  readonly changes: Changes;
  /** Keys in order, by namespace; gone when a key came or went. */
  readonly sorted: Map<string, readonly string[]>;
  /** Objects in order, by namespace; gone when one of them changed. */
  readonly listings: Map<string, readonly StoredObject[]>;
  /** Pods by their node, then by key: a kubelet's list must not cost what all pods cost. */
  readonly byNode: Map<string, Map<string, StoredObject>>;
}

/** An empty history. */
export function emptyStore(): Store {
  return new History();
}

class History implements Store {
  readonly #tables = new Map<string, Table>();
  readonly #readers = new Set<() => number>();
  #log: Change[] = [];
  #revision = 0;
  #forgotten = 0;

  readonly revision = (): number => this.#revision;

  readonly compacted = (): number => this.#forgotten;

  readonly resources = (): readonly string[] => [...this.#tables.keys()];

  readonly get: Store['get'] = (resource, key, at) => {
    const now = this.#newest(resource, key);
    if (at === undefined || at >= this.#revision) return now;
    return undone(this.changes(resource, at, this.#revision, { name: key.slice(key.indexOf('/') + 1) }), key, now);
  };

  readonly list: Store['list'] = (resource, namespace, at, scope = {}) => {
    const table = this.#tables.get(resource);
    if (table === undefined) return [];
    const objects = listed(table, namespace, scope);
    if (at === undefined || at >= this.#revision) return objects;
    const later = this.changes(resource, at, this.#revision, scope);
    return rewound(objects, later, (object) => belongs(object, namespace, scope));
  };

  readonly apply = (command: Command): Result => {
    const { resource, key, expect } = command;
    const before = this.#newest(resource, key);
    const has = before === undefined ? 0 : Number(before.metadata.resourceVersion);
    const source = command.kind === 'put' ? command.object : before;
    if ((expect !== undefined && expect !== has) || source === undefined) return { ok: false, current: before };
    this.#revision += 1;
    const revision = this.#revision;
    const object = { ...source, metadata: { ...source.metadata, resourceVersion: String(revision) } };
    const type = command.kind === 'delete' ? 'DELETED' : before === undefined ? 'ADDED' : 'MODIFIED';
    this.#record({ revision, resource, key, type, object, before });
    return { ok: true, revision, object };
  };

  readonly changes: Store['changes'] = (resource, after, upTo, scope) => {
    this.#demand(after);
    return this.#tables.get(resource)?.changes.between(after, upTo, scope) ?? [];
  };

  readonly allChanges: Store['allChanges'] = (after, upTo) => {
    this.#demand(after);
    return changesBetween(this.#log, after, upTo);
  };

  readonly hold: Store['hold'] = (reader) => {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  };

  readonly compact = (wanted: number): void => {
    const before = Math.min(wanted, ...[...this.#readers].map((reader) => reader()));
    if (before <= this.#forgotten) return;
    this.#forgotten = before;
    this.#log = changesBetween(this.#log, before, Infinity);
    for (const { changes } of this.#tables.values()) changes.forget(before);
  };

  #newest(resource: string, key: string): StoredObject | undefined {
    return this.#tables.get(resource)?.spaces.get(spaceOf(key))?.get(key);
  }

  #demand(after: number): void {
    if (after < this.#forgotten) throw new RangeError(`revision ${after} is compacted`);
  }

  #record(change: Change): void {
    const { resource, key, type, object } = change;
    const table = this.#tables.get(resource) ?? emptyTable();
    this.#tables.set(resource, table);
    const space = spaceOf(key);
    const objects = table.spaces.get(space) ?? new Map<string, StoredObject>();
    table.spaces.set(space, objects);
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, object);
    if (type !== 'MODIFIED') table.sorted.delete(space);
    table.listings.delete(space);
    place(table, change);
    table.changes.add(change);
    this.#log.push(change);
  }
}

function emptyTable(): Table {
  return { spaces: new Map(), changes: new Changes(), sorted: new Map(), listings: new Map(), byNode: new Map() };
}

function place({ byNode }: Table, { key, type, object, before }: Change): void {
  const from = nodeOf(before);
  const to = type === 'DELETED' ? undefined : nodeOf(object);
  if (from !== undefined && from !== to) byNode.get(from)?.delete(key);
  if (to === undefined) return;
  const here = byNode.get(to) ?? new Map<string, StoredObject>();
  byNode.set(to, here);
  here.set(key, object);
}

function onNode({ byNode }: Table, namespace: string | undefined, node: string): readonly StoredObject[] {
  return [...(byNode.get(node) ?? [])]
    .filter(([key]) => namespace === undefined || spaceOf(key) === namespace)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, object]) => object);
}

function spaceOf(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? '' : key.slice(0, slash);
}

function listed(table: Table, namespace: string | undefined, { name, node }: Scope): readonly StoredObject[] {
  const spaces = namespace === undefined ? [...table.spaces.keys()].sort() : [namespace];
  if (name !== undefined) return spaces.flatMap((space) => table.spaces.get(space)?.get(keyIn(space, name)) ?? []);
  if (node !== undefined) return onNode(table, namespace, node);
  const listings = spaces.map((space) => listedIn(table, space));
  return listings.length === 1 ? (listings[0] ?? []) : listings.flat();
}

function keyIn(space: string, name: string): string {
  return keyOf(space === '' ? undefined : space, name);
}

function belongs(object: StoredObject, namespace: string | undefined, { name, node }: Scope): boolean {
  const { metadata } = object;
  if (namespace !== undefined && metadata.namespace !== namespace) return false;
  if (name !== undefined) return metadata.name === name;
  return node === undefined || nodeOf(object) === node;
}

function listedIn(table: Table, space: string): readonly StoredObject[] {
  const known = table.listings.get(space);
  const objects = table.spaces.get(space);
  if (known !== undefined || objects === undefined) return known ?? [];
  const keys = table.sorted.get(space) ?? [...objects.keys()].sort();
  table.sorted.set(space, keys);
  const listing: StoredObject[] = [];
  for (const key of keys) {
    const object = objects.get(key);
    if (object !== undefined) listing.push(object);
  }
  table.listings.set(space, listing);
  return listing;
}

function undone(later: readonly Change[], key: string, now: StoredObject | undefined): StoredObject | undefined {
  const first = later.find((change) => change.key === key);
  return first === undefined ? now : first.before;
}

function rewound(
  objects: readonly StoredObject[],
  later: readonly Change[],
  belonged: (object: StoredObject) => boolean,
): readonly StoredObject[] {
  const firsts = new Map<string, Change>();
  for (const change of later) if (!firsts.has(change.key)) firsts.set(change.key, change);
  if (firsts.size === 0) return objects;
  const byKey = new Map(objects.map((object) => [keyOf(object.metadata.namespace, object.metadata.name), object]));
  for (const [key, { before }] of firsts) {
    if (before !== undefined && belonged(before)) byKey.set(key, before);
    else byKey.delete(key);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}
