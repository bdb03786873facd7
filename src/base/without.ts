/** An object's type without some of its keys; what is said of other keys by a pattern stays. */
type Without<T, K> = { [P in keyof T as P extends K ? never : P]: T[P] };

/** A copy of an object without some of its keys; keys that it does not have do no harm. */
export function without<T extends object, const K extends PropertyKey>(
  object: T,
  ...keys: readonly K[]
): Without<T, K> {
  const gone: readonly PropertyKey[] = keys;
  const rest: Record<string, unknown> = {};
  for (const key of Object.keys(object)) if (!gone.includes(key)) rest[key] = object[key as keyof T];
  return rest as Without<T, K>;
}
