import type { StoredObject } from '../store/object.ts';
import { groupVersionOf, type Resource } from './resources.ts';
import { badRequest } from './status.ts';
import { fieldOf, shapeOf, type TypeShape } from './types/fields.ts';

/** What is done with fields that a kind does not have: they are dropped, and refused, told or passed over in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a body as an object of a resource; adds to `unknown` the fields that the kind does not have. Throws 400 where it is none:
 * another kind, or a value of another type.
 */
export function decode(body: unknown, resource: Resource, unknown: string[]): StoredObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('the body of the request was in an unknown format - it is no object');
  }
  const { kind, model } = resource;
  const expected = groupVersionOf(resource);
  const given = body as { readonly apiVersion?: string; readonly kind?: string };
  const isNamed = given.apiVersion === expected && given.kind === kind;
  if (!isNamed && given.apiVersion !== undefined && given.kind !== undefined) {
    const isOtherKind = given.apiVersion === expected;
    const wrong = isOtherKind ? `kind in the data (${given.kind})` : `API version in the data (${given.apiVersion})`;
    const right = isOtherKind ? `kind (${kind})` : `API version (${expected})`;
    throw badRequest(`the ${wrong} does not match the expected ${right}`);
  }
  const named = isNamed ? given : { ...given, apiVersion: expected, kind };
  if (model === undefined) return named as StoredObject;
  const title = `${kind} in version "${expected}" cannot be handled as a ${kind}`;
  return fieldsAs(named, shapeOf(model), { title, unknown, place: [] }) as StoredObject;
}

interface Walk {
  readonly title: string;
  readonly unknown: string[];
  /** The names and indices on the way to where the walk is: a text is made of them only where something is to be said. */
  readonly place: (string | number)[];
}

function textOf(place: Walk['place']): string {
  return place
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
}

/** A value as its type has it: the same one where nothing was dropped. */
function value(given: unknown, type: string, walk: Walk): unknown {
  if (given === null || given === undefined) return undefined;
  const shape = shapeOf(type);
  const { list, map, of, fields } = shape;
  if (!list && !map && fields === undefined) return primitive(given, of, walk);
  if (Array.isArray(given) !== list || typeof given !== 'object') throw mismatch(given, type, walk);
  return Array.isArray(given) ? itemsAs(given, of, walk) : fieldsAs(given as Fields, shape, walk);
}

function valueAt(key: string | number, given: unknown, type: string, walk: Walk): unknown {
  walk.place.push(key);
  const read = value(given, type, walk);
  walk.place.pop();
  return read;
}

function fieldsAs(given: Fields, shape: TypeShape, walk: Walk): Fields {
  let others: Map<string, unknown> | undefined;
  for (const key of Object.keys(given)) {
    const item = given[key];
    const type = fieldOf(shape, key);
    const read = type === undefined ? undefined : valueAt(key, item, type, walk);
    if (type === undefined && key !== 'apiVersion' && key !== 'kind') walk.unknown.push(textOf([...walk.place, key]));
    if (read !== item) (others ??= new Map<string, unknown>()).set(key, read);
  }
  return others === undefined ? given : replaced(given, others);
}

/** A copy with other values in some fields, and without those that have none. */
function replaced(given: Fields, others: ReadonlyMap<string, unknown>): Fields {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(given)) {
    const item = others.has(key) ? others.get(key) : given[key];
    if (item !== undefined) result[key] = item;
  }
  return result;
}

function itemsAs(given: readonly unknown[], type: string, walk: Walk): readonly unknown[] {
  const read = given.map((item, index) => valueAt(index, item, type, walk));
  return read.every((item, index) => item === given[index]) ? given : read;
}

/** What a primitive type is in JavaScript. */
const primitives = new Map([
  ['string', 'string'],
  ['boolean', 'boolean'],
  ['integer', 'number'],
  ['number', 'number'],
  ['V1MicroTime', 'string'],
  ['Date', 'string'],
]);

function primitive(given: unknown, type: string, walk: Walk): unknown {
  const expected = primitives.get(type);
  if (expected !== undefined && typeof given !== expected) throw mismatch(given, type, walk);
  if (type === 'integer' && !Number.isInteger(given)) throw mismatch(given, type, walk);
  return given;
}

const goTypes: Readonly<Record<string, string | undefined>> = { boolean: 'bool', integer: 'int32', number: 'float64' };

function mismatch(given: unknown, type: string, { title, place }: Walk): Error {
  const { list, map, of } = shapeOf(type);
  const found = Array.isArray(given) ? 'array' : typeof given === 'boolean' ? 'bool' : typeof given;
  const go = (list ? '[]' : map ? 'map[string]' : '') + (goTypes[of] ?? of.replace(/^(Core)?V\d+/, 'v1.'));
  return badRequest(
    `${title}: json: cannot unmarshal ${found} into Go struct field .${textOf(place).replaceAll(/\[\d+\]/g, '')} of type ${go}`,
  );
}

/** 400 where unknown fields are not to be; else the warnings to send along. */
export function judgeUnknown(unknown: readonly string[], validation: FieldValidation): readonly string[] {
  if (validation === 'Ignore' || unknown.length === 0) return [];
  const texts = unknown.map((field) => `unknown field "${field}"`);
  if (validation === 'Strict') throw badRequest(`strict decoding error: ${texts.join(', ')}`);
  return texts;
}
