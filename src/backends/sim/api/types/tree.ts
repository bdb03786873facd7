type Json = Readonly<Record<string, unknown>>;

/** Whether a value is an object of JSON: no list, no null. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
