/** Objects by key, found by the keys of named indexes too. */
export interface IndexedObjects<T> {
  readonly get: (key: string) => T | undefined;
  readonly keys: () => IterableIterator<string>;
  readonly values: () => IterableIterator<T>;
  readonly size: () => number;
  /** The objects under an index key. */
  readonly under: (index: string, key: string) => ReadonlySet<T>;
  /** Puts an object in another's place, or takes it away; answers with what was there. */
  readonly put: (key: string, after: T | undefined) => T | undefined;
}

/** No objects yet. Each index gives the keys that an object is found under. */
export function indexedObjects<T>(
  indexes: Readonly<Record<string, (object: T) => readonly string[]>>,
): IndexedObjects<T> {
  const objects = new Map<string, T>();
  const index = new Map(Object.keys(indexes).map((name) => [name, new Map<string, Set<T>>()]));
  const none: ReadonlySet<T> = new Set<T>();
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
  return {
    get: (key) => objects.get(key),
    keys: () => objects.keys(),
    values: () => objects.values(),
    size: () => objects.size,
    under: (name, key) => index.get(name)?.get(key) ?? none,
    put: (key, after) => {
      const before = objects.get(key);
      file(before, false);
      if (after === undefined) objects.delete(key);
      else objects.set(key, after);
      file(after, true);
      return before;
    },
  };
}
