import { z } from 'zod';
import type { Path } from './path.ts';

/** The keys that `schema` knows at `path`; none where it is no strict mapping. */
export function keysAt(schema: unknown, path: Path): readonly string[] {
  return schemasAt(schema, path).flatMap((inner) => (inner instanceof z.ZodObject ? Object.keys(inner.shape) : []));
}

/** Whether `schema` takes a list at `path`. */
export function isListAt(schema: unknown, path: Path): boolean {
  return schemasAt(schema, path).some((inner) => inner instanceof z.ZodArray);
}

/** What may stand at `path`: a schema for each branch of the unions on the way. */
function schemasAt(schema: unknown, path: Path): readonly unknown[] {
  const [step, ...rest] = path;
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option: unknown) => schemasAt(option, path));
  if (step === undefined) return [inner];
  if (inner instanceof z.ZodArray) return schemasAt(inner.element, rest);
  if (inner instanceof z.ZodRecord) return schemasAt(inner.valueType, rest);
  if (inner instanceof z.ZodObject) return schemasAt((inner.shape as Record<string, unknown>)[String(step)], rest);
  return [];
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  ) {
    return unwrap(schema.unwrap());
  }
  return schema;
}
