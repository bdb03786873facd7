import { readFileSync } from 'node:fs';

type Fields = Readonly<Record<string, string>>;

/** The fields of every built-in type, `field: type`; made by `npm run generate` from the client library's models. */
export const typeFields = JSON.parse(readFileSync(new URL('./fields.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Fields | undefined>
>;

/** A field's type, taken apart. */
export interface TypeShape {
  readonly list: boolean;
  readonly map: boolean;
  /** The elements' type where it is a list or a map. */
  readonly of: string;
  /** The fields where it is a type of its own; undefined: a primitive, or nothing is known of it. */
  readonly fields: Readonly<Record<string, string>> | undefined;
}

const shapes = new Map<string, TypeShape>();

/** `Array<V1Container>` is a list of `V1Container`, `{ [key: string]: string; }` a map of `string`. */
export function shapeOf(type: string): TypeShape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const found = taken(type);
  shapes.set(type, found);
  return found;
}

function taken(type: string): TypeShape {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) return { list: true, map: false, of: list, fields: typeFields[list] };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  const of = map ?? type;
  return { list: false, map: map !== undefined, of, fields: typeFields[of] };
}

/** The type of a field of a type; undefined where nothing is known of it. */
export function fieldType(type: string | undefined, field: string): string | undefined {
  if (type === undefined) return undefined;
  return fieldOf(shapeOf(type), field);
}

/** The same of a type that is taken apart already. */
export function fieldOf({ list, map, of, fields }: TypeShape, field: string): string | undefined {
  if (map) return of;
  return list ? undefined : fields?.[field];
}
