import type { HttpAnswer } from '../http/messages.ts';
import type { Resource } from './resources.ts';

/** What a group and version have: `/api/v1`, `/apis/apps/v1`. Undefined where the path asks for something else. */
export function discovery(pathname: string, resources: readonly Resource[]): HttpAnswer | undefined {
  if (pathname === '/version') {
    return { status: 200, body: { major: '1', minor: '33', gitVersion: 'v1.33.7', platform: 'simulated' } };
  }
  const match = /^\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(pathname);
  if (match === null) return undefined;
  const [, group = '', version = ''] = match;
  const own = resources.filter((one) => one.group === group && one.version === version);
  if (own.length === 0) return undefined;
  const groupVersion = group === '' ? version : `${group}/${version}`;
  const entries = own.flatMap(({ plural, kind, namespaced, status, scale, shortNames }) => [
    {
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs,
      ...(shortNames === undefined ? {} : { shortNames }),
    },
    ...(status
      ? [{ name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] }]
      : []),
    ...(scale === true
      ? [{ name: `${plural}/scale`, singularName: '', namespaced, kind: 'Scale', verbs: ['get', 'patch', 'update'] }]
      : []),
  ]);
  return { status: 200, body: { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: entries } };
}

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
