import type { HttpAnswer, HttpRequest } from '../http/messages.ts';
import { customResources } from './custom.ts';
import type { ApiContext } from './handler.ts';
import { openApi } from './openapi.ts';
import { builtIn, groupVersionOf, type Resource } from './resources.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const version = {
  major: '1',
  minor: '33',
  emulationMajor: '1',
  emulationMinor: '33',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '32',
  gitVersion: 'v1.33.7',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'simulated',
};

/** Groups that answer questions and store nothing. */
const reviews: readonly { readonly groupVersion: string; readonly kinds: readonly string[] }[] = [
  {
    groupVersion: 'authorization.k8s.io/v1',
    kinds: ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview', 'LocalSubjectAccessReview'],
  },
  { groupVersion: 'authentication.k8s.io/v1', kinds: ['SelfSubjectReview', 'TokenReview'] },
];

/** What there is in the API: versions, groups, resources, OpenAPI. Undefined where the path asks for something else. */
export async function discovery(
  pathname: string,
  { headers, method }: HttpRequest,
  context: ApiContext,
): Promise<HttpAnswer | undefined> {
  if (method !== 'GET') return undefined;
  const path = pathname.replace(/(.)\/$/, '$1');
  if (path === '/version') return ok(version);
  if (path.startsWith('/openapi/')) return openApi(path, headers, [...builtIn, ...(await customResources(context))]);
  return await groupsAt(path, headers, context);
}

async function groupsAt(
  path: string,
  headers: HttpRequest['headers'],
  context: ApiContext,
): Promise<HttpAnswer | undefined> {
  const grouped = /^\/(api|apis)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path);
  if (grouped === null || (grouped[1] === 'api' && grouped[3] !== undefined)) return undefined;
  const [, root, first, second] = grouped;
  const known = root === 'api' || (second !== undefined && builtIn.some((one) => one.group === first));
  const resources = known ? builtIn : [...builtIn, ...(await customResources(context))];
  if (first === undefined) return top(root === 'api', headers, resources);
  if (root === 'apis' && second === undefined) return groupAnswer(first, resources);
  return groupVersionAnswer(root === 'api' ? first : `${first}/${second ?? ''}`, resources);
}

function ok(body: unknown): HttpAnswer {
  return { status: 200, body };
}

function top(core: boolean, headers: HttpRequest['headers'], resources: readonly Resource[]): HttpAnswer {
  const groups = groupsOf(resources.filter((one) => (one.group === '') === core));
  if (headers['accept']?.includes('as=APIGroupDiscoveryList') === true)
    return aggregated(core, groups, resources, headers['accept']);
  if (core) return ok({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
  return ok({
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groups].map(([name, versions]) => groupBody(name, versions)),
  });
}

/** Versions by group, in the order of resources. */
function groupsOf(resources: readonly Resource[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  const add = (group: string, one: string): void => {
    const versions = groups.get(group) ?? [];
    groups.set(group, versions);
    if (!versions.includes(one)) versions.push(one);
  };
  for (const resource of resources) add(resource.group, resource.version);
  if (resources.some(({ group }) => group !== ''))
    for (const { groupVersion } of reviews) add(groupVersion.split('/')[0] ?? '', 'v1');
  return groups;
}

function groupBody(name: string, versions: readonly string[]): object {
  const all = versions.map((one) => ({ groupVersion: `${name}/${one}`, version: one }));
  return { name, versions: all, preferredVersion: all[0] };
}

function groupAnswer(name: string, resources: readonly Resource[]): HttpAnswer | undefined {
  const versions = groupsOf(resources).get(name);
  return versions === undefined ? undefined : ok({ kind: 'APIGroup', apiVersion: 'v1', ...groupBody(name, versions) });
}

function groupVersionAnswer(groupVersion: string, resources: readonly Resource[]): HttpAnswer | undefined {
  const own = resources.filter((one) => groupVersionOf(one) === groupVersion);
  const asked = reviews.find((one) => one.groupVersion === groupVersion);
  if (own.length === 0 && asked === undefined) return undefined;
  const entries = [
    ...own.flatMap(entriesOf),
    ...(asked?.kinds ?? []).map((kind) => ({
      name: `${kind.toLowerCase()}s`,
      singularName: kind.toLowerCase(),
      namespaced: kind.startsWith('Local'),
      kind,
      verbs: ['create'],
    })),
  ];
  return ok({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: entries });
}

interface Part {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** What an object has beside itself. */
function partsOf({ kind, status, scale, actions = {} }: Resource): readonly Part[] {
  const change = ['get', 'patch', 'update'];
  return [
    ...(status ? [{ name: 'status', kind, verbs: change }] : []),
    ...(scale === true ? [{ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: change }] : []),
    ...Object.entries(actions).map(([name, of]) => ({
      name,
      kind: of,
      ...(of === 'Eviction' ? { group: 'policy', version: 'v1' } : {}),
      verbs: name === 'log' ? ['get'] : name === 'finalize' ? ['update'] : ['create'],
    })),
  ];
}

function entriesOf(resource: Resource): readonly object[] {
  const { plural, kind, namespaced, shortNames, categories } = resource;
  return [
    {
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs,
      ...(shortNames === undefined ? {} : { shortNames }),
      ...(categories === undefined ? {} : { categories }),
    },
    ...partsOf(resource).map((part) => ({ ...part, name: `${plural}/${part.name}`, singularName: '', namespaced })),
  ];
}

/** Everything at once (apidiscovery.k8s.io), which newer clients ask for first. */
function aggregated(
  core: boolean,
  groups: ReadonlyMap<string, readonly string[]>,
  resources: readonly Resource[],
  accept: string,
): HttpAnswer {
  const apiVersion =
    accept.includes('v=v2;') || accept.includes('v=v2,') ? 'apidiscovery.k8s.io/v2' : 'apidiscovery.k8s.io/v2beta1';
  const items = [...groups].map(([name, versions]) => ({
    metadata: core ? {} : { name },
    versions: versions.map((one) => ({
      version: one,
      freshness: 'Current',
      resources: [
        ...resources.filter(({ group, version: own }) => group === name && own === one).map(aggregatedResource),
        ...(reviews.find(({ groupVersion }) => groupVersion === `${name}/${one}`)?.kinds ?? []).map((kind) => ({
          resource: `${kind.toLowerCase()}s`,
          responseKind: { group: '', version: '', kind },
          scope: kind.startsWith('Local') ? 'Namespaced' : 'Cluster',
          singularResource: kind.toLowerCase(),
          verbs: ['create'],
        })),
      ],
    })),
  }));
  const body = { kind: 'APIGroupDiscoveryList', apiVersion, metadata: {}, items };
  const [, own = 'v2'] = apiVersion.split('/');
  return {
    status: 200,
    headers: { 'content-type': `application/json;g=apidiscovery.k8s.io;v=${own};as=APIGroupDiscoveryList` },
    body,
  };
}

function aggregatedResource(resource: Resource): object {
  const { group, version: own, kind, plural, namespaced, shortNames, categories } = resource;
  return {
    resource: plural,
    responseKind: { group, version: own, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs,
    ...(shortNames === undefined ? {} : { shortNames }),
    ...(categories === undefined ? {} : { categories }),
    subresources: partsOf(resource).map((part) => ({
      subresource: part.name,
      responseKind: { group: part.group ?? group, version: part.version ?? own, kind: part.kind },
      verbs: part.verbs,
    })),
  };
}
