import { without } from '../../../base/without.ts';
import { isObject } from './types/tree.ts';

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
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
}
