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
  return isObject(value) ? prunedFields(value, schema, path, unknown) : value;
}

function prunedFields(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: string,
  unknown: string[],
): object {
  const keeps = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const own = ownSchema(schema, key);
    const at = under(path, key);
    // An object's own metadata has the API's fields, whatever the schema says.
    if ((path === '' && top.includes(key)) || (own === undefined && keeps)) result[key] = item;
    else if (own === undefined) unknown.push(at);
    else if (item !== null || own.nullable === true) result[key] = prune(item, own, at, unknown);
  }
  return { ...result, ...defaultsOf(schema, result) };
}

/** The schema's defaults of the fields that a value does not have. */
function defaultsOf({ properties = {} }: Schema, value: Readonly<Record<string, unknown>>): object {
  const missing = Object.entries(properties).filter(
    ([key, own]) => value[key] === undefined && own.default !== undefined,
  );
  return Object.fromEntries(missing.map(([key, own]) => [key, own.default]));
}

function ownSchema({ properties = {}, additionalProperties }: Schema, key: string): Schema | undefined {
  return properties[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

function under(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
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
  return [
    ...(schema.required ?? []).filter((key) => value[key] === undefined).map((key) => required(under(path, key))),
    ...Object.entries(value).flatMap(([key, item]) => {
      const own = path === '' && key === 'metadata' ? undefined : ownSchema(schema, key);
      return own === undefined ? [] : check(item, own, under(path, key));
    }),
  ];
}

function ownCauses(value: unknown, schema: Schema, path: string): readonly Cause[] {
  const allowed = schema.enum;
  const own =
    typeof value === 'number'
      ? numberTexts(value, schema)
      : typeof value === 'string'
        ? stringTexts(value, schema)
        : listTexts(value, schema);
  return [
    ...own.map((text) => invalid(path, Array.isArray(value) ? value.length : value, `${path} in body should ${text}`)),
    ...(allowed !== undefined && !allowed.includes(value) ? [unsupported(path, value, allowed.map(String))] : []),
  ];
}

function numberTexts(value: number, { minimum = -Infinity, maximum = Infinity }: Schema): readonly string[] {
  if (value < minimum) return [`be greater than or equal to ${minimum}`];
  return value > maximum ? [`be less than or equal to ${maximum}`] : [];
}

function stringTexts(value: string, { minLength = 0, maxLength = Infinity, pattern }: Schema): readonly string[] {
  return [
    ...(value.length < minLength ? [`be at least ${minLength} chars long`] : []),
    ...(value.length > maxLength ? [`be at most ${maxLength} chars long`] : []),
    ...(pattern === undefined || new RegExp(pattern).test(value) ? [] : [`match '${pattern}'`]),
  ];
}

function listTexts(value: unknown, { minItems = 0 }: Schema): readonly string[] {
  return Array.isArray(value) && value.length < minItems ? [`have at least ${minItems} items`] : [];
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
