import { resourceId, type Resource } from './resources.ts';
import { ApiRefusal } from './status.ts';

/** What a path of the API points at. */
export interface Target {
  readonly resource: Resource;
  readonly id: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** Reads `/api/v1/namespaces/a/pods/b/status` and its like. Undefined where the path is no object's; throws 404 for an unknown resource. */
export function targetOf(pathname: string, resources: readonly Resource[]): Target | undefined {
  const parts = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const grouped = parts[0] === 'apis';
  const [group = '', version = ''] = grouped ? parts.slice(1) : ['', parts[1]];
  let rest = parts.slice(grouped ? 3 : 2);
  if ((parts[0] !== 'api' && !grouped) || rest.length === 0) return undefined;
  let namespace: string | undefined;
  // `namespaces/a/status` is the namespace's own; `namespaces/a/pods` is in it.
  if (rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize') {
    namespace = rest[1];
    rest = rest.slice(2);
  }
  const [plural = '', name, subresource] = rest;
  const resource = resources.find((one) => one.plural === plural && one.group === group && one.version === version);
  if (resource === undefined) throw new ApiRefusal(404, 'NotFound', 'the server could not find the requested resource');
  return { resource, id: resourceId(resource), namespace, name, subresource };
}
