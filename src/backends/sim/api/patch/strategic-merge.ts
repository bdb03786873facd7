import { without } from '../../../../base/without.ts';
import { fieldType, shapeOf } from '../types/fields.ts';
import { listRule } from '../types/merge-keys.ts';
import { isObject } from '../types/tree.ts';
import { badRequest } from '../status.ts';

type Json = Readonly<Record<string, unknown>>;

const orderOf = '$setElementOrder/';
const deleteFrom = '$deleteFromPrimitiveList/';
const retain = '$retainKeys';

/**
 * Strategic merge patch: like a JSON merge patch, but lists whose elements have a key are merged element by element, and
 * directives (`$patch`, `$setElementOrder/…`, `$deleteFromPrimitiveList/…`, `$retainKeys`) say what else is meant.
 */
export function strategicMerge(base: unknown, patch: unknown, type: string): unknown {
  if (!isObject(patch)) throw badRequest('unable to apply patch: it is no object');
  return merged(isObject(base) ? base : {}, patch, type);
}

function merged(base: Json, patch: Json, type: string | undefined): Json | undefined {
  const directive = patch['$patch'];
  if (directive === 'replace') return without(patch, '$patch');
  if (directive === 'delete') return {};
  const gone = Object.keys(patch).filter((key) => patch[key] === null);
  const result: Record<string, unknown> = without(retained(base, patch[retain]), ...gone);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key === '$patch' || key === retain || key.startsWith(orderOf)) continue;
    if (key.startsWith(deleteFrom)) {
      const name = key.slice(deleteFrom.length);
      const list = result[name];
      if (Array.isArray(list)) result[name] = list.filter((item) => !(value as readonly unknown[]).includes(item));
    } else result[key] = field(result[key], value, { type, key });
  }
  for (const [key, order] of Object.entries(patch)) {
    if (key.startsWith(orderOf)) reorder(result, key.slice(orderOf.length), order as readonly unknown[], type);
  }
  return result;
}

function retained(base: Json, keys: unknown): Json {
  if (!Array.isArray(keys)) return base;
  return Object.fromEntries(Object.entries(base).filter(([key]) => keys.includes(key)));
}

interface Place {
  readonly type: string | undefined;
  readonly key: string;
}

function field(base: unknown, value: unknown, { type, key }: Place): unknown {
  const own = fieldType(type, key);
  if (isObject(value)) return merged(isObject(base) ? base : {}, value, own);
  const rule = type === undefined ? undefined : listRule(shapeOf(type).of, key);
  if (!Array.isArray(value) || rule === undefined) return value;
  const list = Array.isArray(base) ? (base as readonly unknown[]) : [];
  if (rule.patchKey === undefined)
    return rule.keys.length > 0 ? value : [...new Set([...list, ...(value as unknown[])])];
  return elements(list as readonly Json[], value as readonly Json[], rule.patchKey, own);
}

function elements(
  base: readonly Json[],
  patch: readonly Json[],
  key: string,
  type: string | undefined,
): readonly Json[] {
  const of = type === undefined ? undefined : shapeOf(type).of;
  if (patch.some((item) => item['$patch'] === 'replace')) return patch.filter((item) => item['$patch'] === undefined);
  let result = [...base];
  for (const item of patch) {
    const id = item[key];
    if (id === undefined) throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const index = result.findIndex((one) => one[key] === id);
    if (item['$patch'] === 'delete') result = result.filter((one) => one[key] !== id);
    else if (index < 0) result.push(merged({}, item, of) ?? {});
    else result[index] = merged(result[index] ?? {}, item, of) ?? {};
  }
  return result;
}

/** Puts a list into the order that the patch wants; what it does not name stays behind what it stood behind. */
function reorder(
  result: Record<string, unknown>,
  key: string,
  order: readonly unknown[],
  type: string | undefined,
): void {
  const list = result[key];
  if (!Array.isArray(list)) return;
  const patchKey = type === undefined ? undefined : listRule(shapeOf(type).of, key)?.patchKey;
  const idOf = (item: unknown): unknown => (patchKey !== undefined && isObject(item) ? item[patchKey] : item);
  const places = new Map(order.map((item, index) => [idOf(item), index]));
  let last = -1;
  const ranked = (list as readonly unknown[]).map((item, index) => {
    last = places.get(idOf(item)) ?? last;
    return { item, rank: last, index };
  });
  result[key] = ranked.sort((a, b) => a.rank - b.rank || a.index - b.index).map(({ item }) => item);
}
