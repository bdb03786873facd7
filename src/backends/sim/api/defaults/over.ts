export type Json = Readonly<Record<string, unknown>>;

/** Defaults under what an object says itself; what it says as undefined is not said. */
export function over(defaults: Json, given: Json): Json {
  let result: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(defaults)) {
    if (given[key] !== undefined) continue;
    result ??= { ...given };
    result[key] = value;
  }
  return result ?? given;
}

/** Every element of a list with its defaults; the same list where nothing was missing. */
export function each(list: unknown, change: (item: Json) => Json): unknown {
  if (!Array.isArray(list)) return list;
  const items = list as readonly Json[];
  const made = items.map(change);
  return made.every((item, index) => item === items[index]) ? list : made;
}
