import { without } from '../../../../base/without.ts';
import { isObject } from '../types/tree.ts';
import { childrenOf, elementsOf, type FieldSet, partsOf } from './field-set.ts';
import { fieldType } from '../types/fields.ts';

/** A configuration's values over an object's: structs and keyed lists are merged, everything else is taken whole. */
export function mergeFields(live: unknown, config: unknown, type: string | undefined): unknown {
  if (!isObject(live) || !isObject(config)) return config;
  const result: Record<string, unknown> = { ...live };
  for (const [key, value] of Object.entries(config)) result[key] = mergedField(live[key], value, type, key);
  return result;
}

function mergedField(live: unknown, config: unknown, owner: string | undefined, key: string): unknown {
  const type = fieldType(owner, key);
  if (live === undefined) return config;
  const after = elementsOf(config, owner, key);
  if (after === undefined) {
    // A struct that counts as one value is not mixed.
    if (isObject(config) && childrenOf(config, type, owner, `f:${key}`) === undefined) return config;
    return mergeFields(live, config, type);
  }
  const before = elementsOf(live, owner, key) ?? [];
  const wanted = new Map(after.map((part) => [part.path, part]));
  const kept = before.map(({ path, value, type: of }) => {
    const over = wanted.get(path);
    wanted.delete(path);
    return over === undefined ? value : mergeFields(value, over.value, of);
  });
  return [...kept, ...[...wanted.values()].map(({ value }) => value)];
}

/** An object without the fields of a set. */
export function removeFields(value: unknown, gone: FieldSet, type: string | undefined): unknown {
  if (Object.keys(gone).length === 0 || !isObject(value)) return value;
  const result: Record<string, unknown> = { ...value };
  const emptied: string[] = [];
  for (const { path, value: item, type: of } of partsOf(value, type) ?? []) {
    const below = gone[path];
    if (below === undefined) continue;
    const key = path.slice(2);
    const rest = Array.isArray(item) ? withoutElements(item, below, type, key) : removeFields(item, below, of);
    if (Object.keys(below).length === 0 || Object.keys(rest as object).length === 0) emptied.push(key);
    else result[key] = rest;
  }
  return without(result, ...emptied);
}

function withoutElements(list: readonly unknown[], gone: FieldSet, owner: string | undefined, key: string): unknown {
  const parts = elementsOf(list, owner, key);
  if (parts === undefined) return list;
  return parts.flatMap(({ path, value, type }) => {
    const below = gone[path];
    if (below === undefined) return [value];
    if (Object.keys(below).length === 0 || '.' in below) return [];
    return [removeFields(value, below, type)];
  });
}
