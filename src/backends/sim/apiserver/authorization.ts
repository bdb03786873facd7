import { pathAndQuery } from '../api/asked.ts';
import { statusBody } from '../api/status.ts';
import { pathOf } from '../api/target.ts';
import type { HttpAnswer, HttpRequest } from '../http/messages.ts';

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

/**
 * What an apiserver answers that does not know its roles yet: 403 to everybody whom only a role allows something, its health pages
 * among that. Kubelets have an authorizer of their own, whose rules are fixed (k8s.io/kubernetes, plugin/pkg/auth/authorizer/node).
 */
export function denialOf(request: HttpRequest): HttpAnswer | undefined {
  const user = request.headers['x-user'] ?? 'kubernetes-admin';
  if (user.startsWith('system:node:')) return undefined;
  return { status: 403, body: statusBody(403, 'Forbidden', textOf(request, user)) };
}

/** The words of k8s.io/apiserver, endpoints/handlers/responsewriters/errors.go, as they were seen on a real one. */
function textOf({ method, path }: HttpRequest, user: string): string {
  const { pathname, query } = pathAndQuery(path);
  const target = pathOf(pathname);
  if (target === undefined) {
    return `forbidden: User "${user}" cannot ${verbs[method] ?? method.toLowerCase()} path "${pathname}"`;
  }
  const { groupVersion, namespace, plural, name, subresource } = target;
  const group = groupVersion.includes('/') ? (groupVersion.split('/')[0] ?? '') : '';
  const what = `${group === '' ? plural : `${plural}.${group}`}${name === undefined ? '' : ` "${name}"`}`;
  const part = subresource === undefined ? plural : `${plural}/${subresource}`;
  // A namespace lies in itself.
  const space = plural === 'namespaces' ? name : namespace;
  const where = space === undefined ? 'at the cluster scope' : `in the namespace "${space}"`;
  const verb = verbOf(method, name !== undefined, query);
  return `${what} is forbidden: User "${user}" cannot ${verb} resource "${part}" in API group "${group}" ${where}`;
}

function verbOf(method: string, named: boolean, query: URLSearchParams): string {
  if (method === 'DELETE') return named ? 'delete' : 'deletecollection';
  const verb = verbs[method];
  if (verb !== undefined) return verb;
  if (['1', 'true'].includes(query.get('watch') ?? '')) return 'watch';
  return named ? 'get' : 'list';
}
