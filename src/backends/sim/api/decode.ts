import type { StoredObject } from '../store/object.ts';
import { groupVersionOf, type Resource } from './resources.ts';
import { badRequest } from './status.ts';
import { fieldOf, shapeOf, type TypeShape } from './types/fields.ts';

/** What is done with fields that a kind does not have: they are dropped, and refused, told or passed over in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** An object as its kind has it, and the fields that it does not have. */
export interface Decoded {
  readonly object: StoredObject;
  readonly unknown: readonly string[];
}

interface Named {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly [field: string]: unknown;
}

/** Reads a body as an object of a resource. Throws 400 where it is none: another kind, or a value of another type. */
export function decode(body: unknown, resource: Resource): Decoded {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('the body of the request was in an unknown format - it is no object');
  }
  const { apiVersion, kind, ...rest } = body as Named;
  const expected = groupVersionOf(resource);
  const group = resource.group;
  if (apiVersion !== undefined && kind !== undefined && (apiVersion !== expected || kind !== resource.kind)) {
    const wrong = apiVersion === expected ? `kind in the data (${kind})` : `API version in the data (${apiVersion})`;
    const right = apiVersion === expected ? `kind (${resource.kind})` : `API version (${expected})`;
    throw badRequest(`the ${wrong} does not match the expected ${right}`);
  }
  const named = { apiVersion: expected, kind: resource.kind };
  if (resource.model === undefined) return { object: { ...rest, ...named } as StoredObject, unknown: [] };
  const walk: Walk = {
    title: `${resource.kind} in version "${expected}" cannot be handled as a ${resource.kind}`,
    unknown: [],
    group,
  };
  const read = value(rest, resource.model, undefined, walk) as object;
  return { object: { ...read, ...named } as StoredObject, unknown: walk.unknown };
}

interface Walk {
  readonly title: string;
  readonly unknown: string[];
  readonly group: string;
}

/** Where a value stands: its text is made only where something is to be said of it. */
interface Place {
  readonly up: Place | undefined;
  /** A field's name, or an index in brackets. */
  readonly key: string | number;
}

function textOf(place: Place | undefined): string {
  if (place === undefined) return '';
  const before = textOf(place.up);
  if (typeof place.key === 'number') return `${before}[${place.key}]`;
  return before === '' ? place.key : `${before}.${place.key}`;
}

/** A value as its type has it: the same one where nothing was dropped. */
function value(given: unknown, type: string, place: Place | undefined, walk: Walk): unknown {
  if (given === null || given === undefined) return undefined;
  const shape = shapeOf(type);
  const { list, map, of, fields } = shape;
  if (!list && !map && fields === undefined) return primitive(given, of, place, walk);
  if (Array.isArray(given) !== list || typeof given !== 'object') throw mismatch(given, type, place, walk);
  if (!Array.isArray(given)) return fieldsAs(given as Readonly<Record<string, unknown>>, shape, place, walk);
  const items = given as readonly unknown[];
  return kept(
    items,
    items.map((item, key) => value(item, of, { up: place, key }, walk)),
  );
}

function fieldsAs(
  given: Readonly<Record<string, unknown>>,
  shape: TypeShape,
  place: Place | undefined,
  walk: Walk,
): unknown {
  let changed = false;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(given)) {
    const item = given[key];
    const type = fieldOf(shape, key);
    const at = { up: place, key };
    const read = type === undefined ? undefined : value(item, type, at, walk);
    if (type === undefined && key !== 'apiVersion' && key !== 'kind') walk.unknown.push(textOf(at));
    if (read !== item) changed = true;
    if (read !== undefined) result[key] = read;
  }
  return changed ? result : given;
}

function kept(given: readonly unknown[], read: readonly unknown[]): readonly unknown[] {
  return read.every((item, index) => item === given[index]) ? given : read;
}

const primitives: Readonly<Record<string, string | undefined>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'number',
  number: 'number',
  V1MicroTime: 'string',
  Date: 'string',
};

function primitive(given: unknown, type: string, place: Place | undefined, walk: Walk): unknown {
  const expected = primitives[type];
  if (expected !== undefined && typeof given !== expected) throw mismatch(given, type, place, walk);
  if (type === 'integer' && !Number.isInteger(given)) throw mismatch(given, type, place, walk);
  return given;
}

const goTypes: Readonly<Record<string, string | undefined>> = { boolean: 'bool', integer: 'int32', number: 'float64' };

function mismatch(given: unknown, type: string, place: Place | undefined, { title }: Walk): Error {
  const { list, map, of } = shapeOf(type);
  const found = Array.isArray(given) ? 'array' : typeof given === 'boolean' ? 'bool' : typeof given;
  const go = (list ? '[]' : map ? 'map[string]' : '') + (goTypes[of] ?? of.replace(/^(Core)?V\d+/, 'v1.'));
  return badRequest(
    `${title}: json: cannot unmarshal ${found} into Go struct field .${textOf(place).replaceAll(/\[\d+\]/g, '')} of type ${go}`,
  );
}

/** 400 where unknown fields are not to be; else the warnings to send along. */
export function judgeUnknown(unknown: readonly string[], validation: FieldValidation): readonly string[] {
  const texts = unknown.map((field) => `unknown field "${field}"`);
  if (validation === 'Ignore' || texts.length === 0) return [];
  if (validation === 'Strict') throw badRequest(`strict decoding error: ${texts.join(', ')}`);
  return texts;
}
