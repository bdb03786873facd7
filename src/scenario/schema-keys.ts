import { z } from 'zod';
import type { Path } from './path.ts';

/** The keys that `schema` knows at `path`; none where it is no strict mapping. */
export function keysAt(schema: unknown, path: Path): readonly string[] {
  const [step, ...rest] = path;
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option: unknown) => keysAt(option, path));
  if (step === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodArray) return keysAt(inner.element, rest);
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType, rest);
  if (inner instanceof z.ZodObject) return keysAt((inner.shape as Record<string, unknown>)[String(step)], rest);
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
