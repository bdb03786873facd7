import type { HttpAnswer, HttpRequest } from '../http/messages.ts';

/** Questions that the API answers without storing anything: who may do what. Everybody may do everything here. */
export function review(pathname: string, { method, body, headers }: HttpRequest): HttpAnswer | undefined {
  if (method !== 'POST') return undefined;
  const match = /^\/apis\/(authorization|authentication)\.k8s\.io\/v1\/(?:namespaces\/[^/]+\/)?(\w+)$/.exec(pathname);
  const status = statusOf(match?.[2] ?? '', headers);
  if (match === null || status === undefined) return undefined;
  const apiVersion = `${match[1] ?? ''}.k8s.io/v1`;
  return { status: 201, body: { ...(body as object), apiVersion, status } };
}

function statusOf(plural: string, headers: Readonly<Record<string, string>>): object | undefined {
  const groups = ['system:masters', 'system:authenticated'];
  const username = headers['x-user'] ?? 'kubernetes-admin';
  const everything = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
  const anyPath = [{ verbs: ['*'], nonResourceURLs: ['*'] }];
  const allowed = { allowed: true, reason: 'everybody may do everything in a simulated cluster' };
  const answers: Readonly<Record<string, object | undefined>> = {
    selfsubjectaccessreviews: allowed,
    subjectaccessreviews: allowed,
    localsubjectaccessreviews: allowed,
    selfsubjectrulesreviews: { resourceRules: everything, nonResourceRules: anyPath, incomplete: false },
    selfsubjectreviews: { userInfo: { username, groups } },
    tokenreviews: { authenticated: true, user: { username, groups } },
  };
  return answers[plural];
}
