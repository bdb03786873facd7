import { without } from '../../../../base/without.ts';
import { sameJson } from '../merge.ts';
import { ApiRefusal } from '../status.ts';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** 422 in the API's own words, which say nothing of what was wrong. */
function failed(): ApiRefusal {
  const message = 'the server rejected our request due to an error in our request';
  return new ApiRefusal(422, 'Invalid', message);
}

/** JSON Patch (RFC 6902). The document is not changed. Throws 422 when an operation fails, 400 when it is none. */
export function jsonPatch(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) {
    throw new ApiRefusal(
      400,
      'BadRequest',
      'error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    );
  }
  return (operations as readonly Operation[]).reduce(applied, document);
}

function applied(document: unknown, operation: Operation): unknown {
  const path = pointer(operation.path);
  switch (operation.op) {
    case 'test':
      if (!sameJson(read(document, path), operation.value)) throw failed();
      return document;
    case 'add':
      return added(document, path, operation.value);
    case 'replace':
      read(document, path);
      return path.length === 0 ? operation.value : added(removed(document, path), path, operation.value);
    case 'remove':
      return removed(document, path);
    case 'copy':
      return added(document, path, read(document, pointer(operation.from)));
    case 'move': {
      const from = pointer(operation.from);
      return added(removed(document, from), path, read(document, from));
    }
    default:
      throw failed();
  }
}

function pointer(text: string | undefined): readonly string[] {
  if (text === '') return [];
  if (text?.startsWith('/') !== true) throw failed();
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !(key in value)) throw failed();
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** Copies the way down to the last key but one, and lets `change` make the last part anew. */
function changed(
  document: unknown,
  [key = '', ...rest]: readonly string[],
  change: (parent: unknown, key: string) => unknown,
): unknown {
  if (rest.length === 0) return change(document, key);
  const child = changed(read(document, [key]), rest, change);
  if (Array.isArray(document)) return document.map((item: unknown, index) => (String(index) === key ? child : item));
  return { ...(document as object), [key]: child };
}

function added(document: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  return changed(document, path, (parent, key) => {
    if (!Array.isArray(parent)) {
      if (typeof parent !== 'object' || parent === null) throw failed();
      return { ...parent, [key]: value };
    }
    const index = key === '-' ? parent.length : Number(key);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) throw failed();
    return (parent as readonly unknown[]).toSpliced(index, 0, value);
  });
}

function removed(document: unknown, path: readonly string[]): unknown {
  read(document, path);
  return changed(document, path, (parent, key) => {
    if (Array.isArray(parent)) return (parent as readonly unknown[]).toSpliced(Number(key), 1);
    return without(parent as Readonly<Record<string, unknown>>, key);
  });
}
