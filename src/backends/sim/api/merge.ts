import { without } from '../../../base/without.ts';
import { isObject } from './types/tree.ts';

type Json = Readonly<Record<string, unknown>>;

/** JSON merge patch (RFC 7386). Neither argument is changed. */
export function mergePatch(base: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const before = isObject(base) ? base : {};
  const gone = Object.keys(patch).filter((key) => patch[key] === null);
  const result: Record<string, unknown> = without(before, ...gone);
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null) result[key] = mergePatch(before[key], value);
  }
  return result;
}

/** Whether two plain values are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  return isObject(a) && isObject(b) && sameFields(a, b);
}

/** Told without lists of the keys: every write of an object is compared, most of them several times. */
function sameFields(a: Json, b: Json): boolean {
  for (const key in a) if (!(key in b) || !sameJson(a[key], b[key])) return false;
  for (const key in b) if (!(key in a)) return false;
  return true;
}
