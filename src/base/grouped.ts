/** Entries by the key that `keyOf` gives them, each list in time order. */
export function grouped<T extends { readonly at: number }>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  for (const group of groups.values()) group.sort((a, b) => a.at - b.at);
  return groups;
}
