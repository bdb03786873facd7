import type { FieldSight } from '../../../core/api-verb.ts';
import type { KubeClient } from '../kube-client.ts';

/** What a field was seen to be, and whether that is what is expected. */
export interface FieldSeen {
  readonly met: boolean;
  readonly detail: string;
}

/** Looks once. Throws ApiError. */
export async function lookAtField(client: KubeClient, sight: FieldSight, signal: AbortSignal): Promise<FieldSeen> {
  const value = fieldOf(await client.get<unknown>(sight.path, { signal }), sight.field);
  return {
    met: isMet(sight, value),
    detail: `${sight.field} is ${value === undefined ? 'absent' : JSON.stringify(value)}`,
  };
}

/** A field by its keys, joined by dots; undefined where there is none. */
function fieldOf(object: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined,
      object,
    );
}

/** The API leaves numbers out that are 0, and switches that are off. */
function isMet({ expect }: FieldSight, value: unknown): boolean {
  if ('atLeast' in expect) return typeof value === 'number' && value >= expect.atLeast;
  const { is } = expect;
  return value === is || (value === undefined && (is === 0 || is === false));
}
