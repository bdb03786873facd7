import type { StoredObject } from './object.ts';

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

/** One change, in the order of revisions. `object` of a removal is the last state, with the removal's revision. */
export interface Change {
  readonly revision: number;
  readonly resource: string;
  readonly key: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: StoredObject;
  readonly before: StoredObject | undefined;
}

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
  /** In the order of keys. */
  readonly list: (resource: string, namespace: string | undefined, at?: number) => readonly StoredObject[];
  /** Changes of a resource in (after, upTo]. Throws RangeError when they are forgotten. */
  readonly changes: (resource: string, after: number, upTo: number) => readonly Change[];
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
  changes: Change[];
  /** Keys in order, by namespace; gone when a key came or went. */
  readonly sorted: Map<string, readonly string[]>;
}

/** An empty history. */
export function emptyStore(): Store {
  const tables = new Map<string, Table>();
  let log: Change[] = [];
  let revision = 0;
  let forgotten = 0;
  const readers = new Set<() => number>();

  const tableOf = (resource: string): Table => {
    const known = tables.get(resource) ?? { spaces: new Map(), changes: [], sorted: new Map() };
    tables.set(resource, known);
    return known;
  };
  const newest = (resource: string, key: string): StoredObject | undefined =>
    tables.get(resource)?.spaces.get(spaceOf(key))?.get(key);

  const get: Store['get'] = (resource, key, at) => {
    const now = newest(resource, key);
    if (at === undefined || at >= revision) return now;
    return undone(since(resource, at), key, now);
  };
  const since = (resource: string, after: number): readonly Change[] => {
    if (after < forgotten) throw new RangeError(`revision ${after} is compacted`);
    const changes = tables.get(resource)?.changes ?? [];
    return changes.slice(firstAfter(changes, after));
  };
  const record = (change: Change): void => {
    const table = tableOf(change.resource);
    const space = spaceOf(change.key);
    const objects = table.spaces.get(space) ?? new Map<string, StoredObject>();
    table.spaces.set(space, objects);
    if (change.type === 'DELETED') objects.delete(change.key);
    else objects.set(change.key, change.object);
    if (change.type !== 'MODIFIED') table.sorted.delete(space);
    table.changes.push(change);
    log.push(change);
  };

  return {
    revision: () => revision,
    compacted: () => forgotten,
    get,
    apply: (command) => {
      const { resource, key, expect } = command;
      const before = newest(resource, key);
      const has = before === undefined ? 0 : Number(before.metadata.resourceVersion);
      if ((expect !== undefined && expect !== has) || (command.kind === 'delete' && before === undefined)) {
        return { ok: false, current: before };
      }
      revision += 1;
      const source = command.kind === 'put' ? command.object : (before as StoredObject);
      const object = { ...source, metadata: { ...source.metadata, resourceVersion: String(revision) } };
      const type = command.kind === 'delete' ? 'DELETED' : before === undefined ? 'ADDED' : 'MODIFIED';
      record({ revision, resource, key, type, object, before });
      return { ok: true, revision, object };
    },
    list: (resource, namespace, at) => {
      const table = tables.get(resource);
      if (table === undefined) return [];
      const objects = listed(table, namespace);
      if (at === undefined || at >= revision) return objects;
      return rewound(objects, since(resource, at), namespace);
    },
    changes: (resource, after, upTo) => since(resource, after).filter((change) => change.revision <= upTo),
    allChanges: (after, upTo) => {
      if (after < forgotten) throw new RangeError(`revision ${after} is compacted`);
      const from = firstAfter(log, after);
      return log.slice(from, upTo >= revision ? undefined : firstAfter(log, upTo));
    },
    hold: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    compact: (wanted) => {
      const before = Math.min(wanted, ...[...readers].map((reader) => reader()));
      if (before <= forgotten) return;
      forgotten = before;
      log = log.slice(firstAfter(log, before));
      for (const table of tables.values()) table.changes = table.changes.slice(firstAfter(table.changes, before));
    },
  };
}

function spaceOf(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? '' : key.slice(0, slash);
}

/** Where the changes after a revision begin. */
function firstAfter(changes: readonly Change[], revision: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.revision ?? 0) <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}

function listed(table: Table, namespace: string | undefined): readonly StoredObject[] {
  const spaces = namespace === undefined ? [...table.spaces.keys()].sort() : [namespace];
  return spaces.flatMap((space) => {
    const objects = table.spaces.get(space);
    if (objects === undefined) return [];
    const keys = table.sorted.get(space) ?? [...objects.keys()].sort();
    table.sorted.set(space, keys);
    return keys.flatMap((key) => objects.get(key) ?? []);
  });
}

function undone(later: readonly Change[], key: string, now: StoredObject | undefined): StoredObject | undefined {
  const first = later.find((change) => change.key === key);
  return first === undefined ? now : first.before;
}

function rewound(
  objects: readonly StoredObject[],
  later: readonly Change[],
  namespace: string | undefined,
): readonly StoredObject[] {
  const firsts = new Map<string, Change>();
  for (const change of later) if (!firsts.has(change.key)) firsts.set(change.key, change);
  if (firsts.size === 0) return objects;
  const byKey = new Map(objects.map((object) => [keyFrom(object), object]));
  for (const [key, { before }] of firsts) {
    if (namespace !== undefined && spaceOf(key) !== namespace) continue;
    if (before === undefined) byKey.delete(key);
    else byKey.set(key, before);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

function keyFrom({ metadata }: StoredObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}
