import { sameJson } from '../merge.ts';
import { fieldType, shapeOf } from '../types/fields.ts';
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

/** The elements of a list that is merged, each under its path. */
export type Elements = readonly { readonly path: string; readonly value: unknown; readonly type: string | undefined }[];

/** The fields of the API are few, and named again and again. */
const paths = new Map<string, string>();
const mostPaths = 10_000;

/** A field as a set has it. */
export function pathOf(key: string): string {
  const known = paths.get(key);
  if (known !== undefined) return known;
  const path = `f:${key}`;
  if (paths.size >= mostPaths) paths.clear();
  paths.set(key, path);
  return path;
}

/** The elements of a list; undefined: the list is one value. */
export function elementsOf(list: unknown, owner: string | undefined, field: string): Elements | undefined {
  if (!Array.isArray(list) || owner === undefined) return undefined;
  const rule = listRule(shapeOf(owner).of, field);
  if (rule === undefined) return undefined;
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

/** Whether a struct or a map at a field is one value, whatever is in it. */
export function isOneValue(owner: string | undefined, field: string, type: string | undefined): boolean {
  if (owner === undefined || type === undefined) return false;
  return isAtomic(shapeOf(owner).of, field, shapeOf(type).of);
}

const leaf: FieldSet = {};

/** The fields that an object has. */
export function fieldsOf(value: unknown, type: string | undefined): FieldSet {
  if (!isObject(value)) return leaf;
  const result: Record<string, FieldSet> = {};
  for (const key of Object.keys(value)) result[pathOf(key)] = fieldsAt(value[key], type, key);
  return result;
}

/** The fields of a value at a field; a leaf where it is one value. */
function fieldsAt(value: unknown, owner: string | undefined, key: string): FieldSet {
  if (isObject(value)) {
    const type = fieldType(owner, key);
    return isOneValue(owner, key, type) ? leaf : fieldsOf(value, type);
  }
  const result: Record<string, FieldSet> = {};
  for (const { path, value: element, type } of elementsOf(value, owner, key) ?? []) {
    const own = fieldsOf(element, type);
    result[path] = path.startsWith('k:') && !isLeaf(own) ? { '.': leaf, ...own } : own;
  }
  return result;
}

/** Fields that `after` has and `before` has not, or has otherwise. */
export function changedFields(before: unknown, after: unknown, type: string | undefined): FieldSet {
  if (!isObject(after)) return leaf;
  const was = isObject(before) ? before : {};
  const result: Record<string, FieldSet> = {};
  for (const key of Object.keys(after)) {
    const then = was[key];
    const now = after[key];
    if (sameJson(then, now) && Object.hasOwn(was, key)) continue;
    const own = changedAt(then, now, type, key);
    if (own !== undefined) result[pathOf(key)] = own;
  }
  return result;
}

/** What changed of a value at a field; undefined: nothing but that something is gone. */
function changedAt(before: unknown, after: unknown, owner: string | undefined, key: string): FieldSet | undefined {
  if (isObject(after)) {
    const type = fieldType(owner, key);
    return isOneValue(owner, key, type) ? leaf : changedIn(before, after, type);
  }
  const now = elementsOf(after, owner, key);
  if (now === undefined || now.length === 0) return leaf;
  const own = changedElements(elementsOf(before, owner, key) ?? [], now);
  return isLeaf(own) ? undefined : own;
}

function changedElements(before: Elements, after: Elements): FieldSet {
  const result: Record<string, FieldSet> = {};
  const counterpart = counterpartsIn(before);
  for (const [index, { path, value, type }] of after.entries()) {
    const was = counterpart(path, index);
    if (was !== undefined && sameJson(was.value, value)) continue;
    const own = isObject(value) ? changedIn(was?.value, value, type) : leaf;
    if (own !== undefined) result[path] = was === undefined && path.startsWith('k:') ? { '.': leaf, ...own } : own;
  }
  return result;
}

function changedIn(before: unknown, after: Json, type: string | undefined): FieldSet | undefined {
  const own = changedFields(before, after, type);
  return isLeaf(own) && !isLeaf(after) ? undefined : own;
}

/** Finds elements by their paths; mostly they stand in the same order. */
function counterpartsIn(elements: Elements): (path: string, index: number) => Elements[number] | undefined {
  let byPath: Map<string, Elements[number]> | undefined;
  return (path, index) => {
    const beside = elements[index];
    if (beside?.path === path) return beside;
    byPath ??= new Map(elements.map((one) => [one.path, one]));
    return byPath.get(path);
  };
}

/** Whether a set, or a value, has nothing in it. */
export function isLeaf(set: object): boolean {
  for (const _ in set) return false;
  return true;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = { ...a };
  for (const path of Object.keys(b)) result[path] = union(result[path] ?? leaf, b[path] ?? leaf);
  return result;
}

/** What of `a` is not in `b`. A leaf of `b` takes away all that is below it. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = {};
  if (a === b) return result;
  for (const path of Object.keys(a)) {
    const set = a[path] ?? leaf;
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
  for (const path of Object.keys(a)) {
    const set = a[path] ?? leaf;
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
