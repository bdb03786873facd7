import { isObject } from '../types/tree.ts';
import { type Cause, invalid, required, unsupported } from '../status.ts';

/** What a structural schema says of a value (apiextensions.k8s.io/v1); what is not here is not looked at. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

const top = ['apiVersion', 'kind', 'metadata'];

/** A custom object without the fields that its schema does not know, and with the schema's defaults. */
export function pruned<T>(value: T, schema: unknown, unknown: string[]): T {
  if (schema === undefined) return value;
  return prune(value, schema as Schema, '', unknown) as T;
}

function prune(value: unknown, schema: Schema, path: string, unknown: string[]): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item, index) => prune(item, items, `${path}[${index}]`, unknown));
  }
  if (!isObject(value)) return value;
  const { properties = {}, additionalProperties } = schema;
  const keeps = schema['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const own = properties[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    const at = path === '' ? key : `${path}.${key}`;
    // An object's own metadata has the API's fields, whatever the schema says.
    if (path === '' && top.includes(key)) result[key] = item;
    else if (own !== undefined) {
      if (item === null && own.nullable !== true) continue;
      result[key] = prune(item, own, at, unknown);
    } else if (keeps) result[key] = item;
    else unknown.push(at);
  }
  for (const [key, own] of Object.entries(properties)) {
    if (result[key] === undefined && own.default !== undefined) result[key] = own.default;
  }
  return result;
}

/** Everything in which an object breaks its schema. */
export function schemaCauses(value: unknown, schema: unknown): readonly Cause[] {
  return schema === undefined ? [] : check(value, schema as Schema, '');
}

function check(value: unknown, schema: Schema, path: string): readonly Cause[] {
  if (value === null && schema.nullable === true) return [];
  const wrong = typeCause(value, schema, path);
  if (wrong !== undefined) return [wrong];
  return [...ownCauses(value, schema, path), ...childCauses(value, schema, path)];
}

function childCauses(value: unknown, schema: Schema, path: string): readonly Cause[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((item, index) => check(item, items, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const { properties = {}, additionalProperties } = schema;
  return [
    ...(schema.required ?? []).filter((key) => value[key] === undefined).map((key) => required(at(key))),
    ...Object.entries(value).flatMap(([key, item]) => {
      if (path === '' && key === 'metadata') return [];
      const own = properties[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
      return own === undefined ? [] : check(item, own, at(key));
    }),
  ];
}

function ownCauses(value: unknown, schema: Schema, path: string): readonly Cause[] {
  const { minimum, maximum, pattern, minLength, maxLength, minItems } = schema;
  const rules: readonly (readonly [boolean, string])[] = [
    [typeof value === 'number' && minimum !== undefined && value < minimum, `greater than or equal to ${minimum ?? 0}`],
    [typeof value === 'number' && maximum !== undefined && value > maximum, `less than or equal to ${maximum ?? 0}`],
    [
      typeof value === 'string' && minLength !== undefined && value.length < minLength,
      `at least ${minLength ?? 0} chars long`,
    ],
    [
      typeof value === 'string' && maxLength !== undefined && value.length > maxLength,
      `at most ${maxLength ?? 0} chars long`,
    ],
  ];
  const allowed = schema.enum;
  return [
    ...rules.filter(([broken]) => broken).map(([, text]) => invalid(path, value, `${path} in body should be ${text}`)),
    ...(typeof value === 'string' && pattern !== undefined && !new RegExp(pattern).test(value)
      ? [invalid(path, value, `${path} in body should match '${pattern}'`)]
      : []),
    ...(Array.isArray(value) && minItems !== undefined && value.length < minItems
      ? [invalid(path, value.length, `${path} in body should have at least ${minItems} items`)]
      : []),
    ...(allowed !== undefined && !allowed.includes(value) ? [unsupported(path, value, allowed.map(String))] : []),
  ];
}

function typeCause(value: unknown, schema: Schema, path: string): Cause | undefined {
  const { type } = schema;
  if (type === undefined || value === undefined || schema['x-kubernetes-int-or-string'] === true) return undefined;
  const found = typeOf(value);
  if (found === type || (type === 'number' && found === 'integer')) return undefined;
  const why = `${path} in body must be of type ${type}: "${found}"`;
  return { field: path, reason: 'FieldValueTypeInvalid', message: `Invalid value: "${found}": ${why}` };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
