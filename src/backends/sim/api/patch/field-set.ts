import { sameJson } from '../merge.ts';
import { fieldOf, fieldType, shapeOf } from '../types/fields.ts';
import { isAtomic, keyValue, listRule } from '../types/merge-keys.ts';
import { isObject } from '../types/tree.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Fields of an object as `managedFields` writes them: `f:name` for a field, `k:{…}` for an element of a list by its keys,
 * `v:…` for one of a set, `.` for the thing itself. An empty set is a leaf.
 */
export interface FieldSet {
  readonly [path: string]: FieldSet;
}

/** What a value at a place consists of, for those who merge and own fields. */
export type Parts = readonly { readonly path: string; readonly value: unknown; readonly type: string | undefined }[];

/** The type that the elements of an untyped resource's object have: maps are merged, lists replaced. */
export function partsOf(value: unknown, type: string | undefined): Parts | undefined {
  if (!isObject(value)) return undefined;
  const shape = type === undefined ? undefined : shapeOf(type);
  return Object.keys(value).map((key) => ({
    path: pathOf(key),
    value: value[key],
    type: shape === undefined ? undefined : fieldOf(shape, key),
  }));
}

/** The fields of the API are few, and named again and again. */
const paths = new Map<string, string>();
const mostPaths = 10_000;

function pathOf(key: string): string {
  const known = paths.get(key);
  if (known !== undefined) return known;
  const path = `f:${key}`;
  if (paths.size >= mostPaths) paths.clear();
  paths.set(key, path);
  return path;
}

/** The elements of a list that is merged, each under its path; undefined: the list is one value. */
export function elementsOf(list: unknown, owner: string | undefined, field: string): Parts | undefined {
  const rule = owner === undefined ? undefined : listRule(shapeOf(owner).of, field);
  if (!Array.isArray(list) || rule === undefined) return undefined;
  const own = fieldType(owner, field);
  const of = own === undefined ? undefined : shapeOf(own).of;
  return (list as readonly unknown[]).map((value) => ({
    path: rule.keys.length === 0 ? `v:${JSON.stringify(value)}` : `k:${keyText(value as Json, rule.keys)}`,
    value,
    type: of,
  }));
}

function keyText(element: Json, keys: readonly string[]): string {
  const pairs = [...keys].sort().map((key) => [key, keyValue(element, key)]);
  return JSON.stringify(Object.fromEntries(pairs));
}

/** The children of a value at a field: a map's fields, a list's elements; undefined for what is one value. */
export function childrenOf(
  value: unknown,
  type: string | undefined,
  owner: string | undefined,
  path: string,
): Parts | undefined {
  const field = path.slice(2);
  const named = path.startsWith('f:');
  if (Array.isArray(value)) return named ? elementsOf(value, owner, field) : undefined;
  if (named && owner !== undefined && type !== undefined && isAtomic(shapeOf(owner).of, field, shapeOf(type).of))
    return undefined;
  return partsOf(value, type);
}

const leaf: FieldSet = {};

/** The fields that an object has. */
export function fieldsOf(value: unknown, type: string | undefined): FieldSet {
  const set = (parts: Parts, owner: string | undefined): FieldSet => {
    const result: Record<string, FieldSet> = {};
    for (const part of parts) {
      const children = childrenOf(part.value, part.type, owner, part.path);
      if (children === undefined || children.length === 0) result[part.path] = leaf;
      else {
        const own = set(children, part.type);
        result[part.path] = part.path.startsWith('k:') ? { '.': leaf, ...own } : own;
      }
    }
    return result;
  };
  return set(partsOf(value, type) ?? [], type);
}

/** Fields that `after` has and `before` has not, or has otherwise. */
export function changedFields(before: unknown, after: unknown, type: string | undefined): FieldSet {
  const compare = (a: Parts, b: Parts, owner: string | undefined): FieldSet => {
    const result: Record<string, FieldSet> = {};
    const counterpart = counterpartsIn(a);
    for (const [index, part] of b.entries()) {
      const was = counterpart(part.path, index);
      if (was !== undefined && sameJson(was.value, part.value)) continue;
      const now = childrenOf(part.value, part.type, owner, part.path);
      const then = was && childrenOf(was.value, was.type, owner, part.path);
      const own = now === undefined ? leaf : compare(then ?? [], now, part.type);
      if (now !== undefined && now.length > 0 && Object.keys(own).length === 0) continue;
      result[part.path] = was === undefined && part.path.startsWith('k:') ? { '.': leaf, ...own } : own;
    }
    return result;
  };
  return compare(partsOf(before, type) ?? [], partsOf(after, type) ?? [], type);
}

/** Finds parts by their paths; mostly the fields stand in the same order. */
function counterpartsIn(parts: Parts): (path: string, index: number) => Parts[number] | undefined {
  let byPath: Map<string, Parts[number]> | undefined;
  return (path, index) => {
    const beside = parts[index];
    if (beside?.path === path) return beside;
    byPath ??= new Map(parts.map((one) => [one.path, one]));
    return byPath.get(path);
  };
}

function isLeaf(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = { ...a };
  for (const [path, set] of Object.entries(b)) result[path] = union(result[path] ?? leaf, set);
  return result;
}

/** What of `a` is not in `b`. A leaf of `b` takes away all that is below it. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = {};
  for (const [path, set] of Object.entries(a)) {
    const other = b[path];
    if (other === undefined) result[path] = set;
    else if (!isLeaf(other)) {
      const left = difference(set, other);
      if (!isLeaf(left)) result[path] = left;
    }
  }
  return result;
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = {};
  for (const [path, set] of Object.entries(a)) {
    const other = b[path];
    if (other === undefined) continue;
    if (isLeaf(set)) result[path] = isLeaf(other) ? leaf : other;
    else if (isLeaf(other)) result[path] = set;
    else {
      const both = intersection(set, other);
      if (!isLeaf(both)) result[path] = both;
    }
  }
  return result;
}

/** The set's fields as people read them: `.spec.containers[name="web"].image`. */
export function pathsOf(set: FieldSet, before = ''): readonly string[] {
  return Object.entries(set).flatMap(([path, own]) => {
    if (path === '.') return [];
    const here = before + shown(path);
    return isLeaf(own) || Object.keys(own).every((key) => key === '.') ? [here] : pathsOf(own, here);
  });
}

function shown(path: string): string {
  if (path.startsWith('f:')) return `.${path.slice(2)}`;
  if (path.startsWith('v:')) return `[=${path.slice(2)}]`;
  const keys = JSON.parse(path.slice(2)) as Json;
  return `[${Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
