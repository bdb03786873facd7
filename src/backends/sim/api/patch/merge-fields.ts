import { without } from '../../../../base/without.ts';
import { isObject } from '../types/tree.ts';
import { elementsOf, type FieldSet, isLeaf, isOneValue, pathOf } from './field-set.ts';
import { fieldType } from '../types/fields.ts';

/** A configuration's values over an object's: structs and keyed lists are merged, everything else is taken whole. What stays as it was is the same object. */
export function mergeFields(live: unknown, config: unknown, type: string | undefined): unknown {
  if (!isObject(live) || !isObject(config)) return config;
  let result: Record<string, unknown> | undefined;
  for (const key of Object.keys(config)) {
    const made = mergedField(live[key], config[key], type, key);
    if (made !== live[key]) (result ??= { ...live })[key] = made;
  }
  return result ?? live;
}

function mergedField(live: unknown, config: unknown, owner: string | undefined, key: string): unknown {
  if (live === undefined) return config;
  if (isObject(config)) {
    const type = fieldType(owner, key);
    // A struct that counts as one value is not mixed.
    return isOneValue(owner, key, type) ? config : mergeFields(live, config, type);
  }
  const after = elementsOf(config, owner, key);
  if (after === undefined) return config;
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
  if (isLeaf(gone) || !isObject(value)) return value;
  const result: Record<string, unknown> = { ...value };
  const emptied: string[] = [];
  for (const key of Object.keys(value)) {
    const below = gone[pathOf(key)];
    if (below === undefined) continue;
    const item = value[key];
    const rest = Array.isArray(item)
      ? withoutElements(item, below, type, key)
      : removeFields(item, below, fieldType(type, key));
    if (isLeaf(below) || Object.keys(rest as object).length === 0) emptied.push(key);
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
    if (isLeaf(below) || '.' in below) return [];
    return [removeFields(value, below, type)];
  });
}
