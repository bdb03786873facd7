import { definitionAt } from './custom.ts';
import type { ApiContext } from './handler.ts';
import { builtInAt, resourceId, type Resource } from './resources.ts';
import { noSuchPath } from './status.ts';

/** What a path of the API points at. */
export interface Target {
  readonly resource: Resource;
  /** What it is called in messages. */
  readonly id: string;
  /** Where it is stored. */
  readonly stored: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** Set where the server itself changes specification and status at once. */
  readonly whole?: boolean;
}

/** A path of the API in its parts. */
export interface Path {
  readonly groupVersion: string;
  readonly namespace: string | undefined;
  readonly plural: string;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** Most requests ask again for what was asked for before. */
const known = new Map<string, Target>();
const mostKnown = 20_000;

/** What a path points at that is one of a built-in resource; undefined for every other path. Throws 404 as `targetOf` does. */
export function builtInTarget(pathname: string): Target | undefined {
  const before = known.get(pathname);
  if (before !== undefined) return before;
  const path = pathOf(pathname);
  const resource = path === undefined ? undefined : builtInAt(path.groupVersion, path.plural);
  if (path === undefined || resource === undefined) return undefined;
  const target = targetIn(resource, path);
  if (known.size >= mostKnown) known.clear();
  known.set(pathname, target);
  return target;
}

/** Reads `/api/v1/namespaces/a/pods/b/status` and its like; throws 404 where there is no such resource. */
export async function targetOf(pathname: string, context: ApiContext): Promise<Target> {
  const path = pathOf(pathname);
  if (path === undefined) throw noSuchPath();
  const { groupVersion, plural } = path;
  const resource = builtInAt(groupVersion, plural) ?? (await definitionAt(groupVersion, plural, context));
  if (resource === undefined) throw noSuchPath();
  return targetIn(resource, path);
}

function targetIn(resource: Resource, { namespace, name, subresource }: Path): Target {
  // A namespace in the path of what has none, and an object of a namespace without one, are other paths.
  if (!resource.namespaced && namespace !== undefined) throw noSuchPath();
  if (resource.namespaced && namespace === undefined && name !== undefined) throw noSuchPath();
  const id = resourceId(resource);
  return { resource, id, stored: resource.storedAs ?? id, namespace, name, subresource };
}

/** The parts of a path; undefined: it is none of the API's. */
export function pathOf(pathname: string): Path | undefined {
  const written = pathname.split('/').filter((part) => part !== '');
  const parts = pathname.includes('%') ? written.map(decodeURIComponent) : written;
  const [root, group = '', version = ''] = parts;
  if (root !== 'api' && root !== 'apis') return undefined;
  const { namespace, rest } = spaced(parts.slice(root === 'apis' ? 3 : 2));
  const [plural, name, subresource] = rest;
  if (plural === undefined || rest.length > 3) return undefined;
  return { groupVersion: root === 'api' ? group : `${group}/${version}`, namespace, plural, name, subresource };
}

/** `namespaces/a/status` is the namespace's own; `namespaces/a/pods` is in it. */
function spaced(parts: readonly string[]): {
  readonly namespace: string | undefined;
  readonly rest: readonly string[];
} {
  const inside = parts[0] === 'namespaces' && parts.length > 2 && !['status', 'finalize'].includes(parts[2] ?? '');
  return inside ? { namespace: parts[1], rest: parts.slice(2) } : { namespace: undefined, rest: parts };
}
