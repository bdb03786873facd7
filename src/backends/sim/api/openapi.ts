import type { HttpAnswer } from '../http/messages.ts';
import { groupVersionOf, type Resource } from './resources.ts';
import { noSuchPath } from './status.ts';
import { shapeOf, typeFields } from './types/fields.ts';
import { listRule } from './types/merge-keys.ts';

/** OpenAPI v3, one document a group and version: enough for `kubectl apply`, `explain` and clients that look what there is. */
export function openApi(
  path: string,
  headers: Readonly<Record<string, string>>,
  resources: readonly Resource[],
): HttpAnswer {
  const versions = new Map<string, Resource[]>();
  for (const resource of resources) {
    const root = `${resource.group === '' ? 'api' : 'apis'}/${groupVersionOf(resource)}`;
    versions.set(root, [...(versions.get(root) ?? []), resource]);
  }
  if (path === '/openapi/v3') {
    const paths = [...versions.keys()].map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }]);
    return { status: 200, body: { paths: Object.fromEntries(paths) as object } };
  }
  if (path === '/openapi/v2') return whole(headers, resources);
  const own = versions.get(path.slice('/openapi/v3/'.length));
  if (own === undefined) throw noSuchPath();
  return { status: 200, body: document(own) };
}

const info = { title: 'Kubernetes', version: 'v1.33.7' };

/** The older form, as JSON only: who wants it as protobuf is told that there is none, and takes v3. */
function whole({ accept = '' }: Readonly<Record<string, string>>, resources: readonly Resource[]): HttpAnswer {
  if (accept.includes('protobuf') && !accept.includes('json')) return { status: 406, body: '406: only JSON is served' };
  const { paths } = document(resources);
  return { status: 200, body: { swagger: '2.0', info, paths, definitions: {} } };
}

function document(resources: readonly Resource[]): {
  readonly paths: object;
  readonly openapi: string;
  readonly info: object;
  readonly components: object;
} {
  const paths = Object.fromEntries(resources.flatMap(pathsOf));
  return { openapi: '3.0.0', info, paths, components: { schemas: schemasOf(resources) } };
}

/** Parameters that clients look for before they use them. */
const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
  name,
  in: 'query',
  schema: { type: name === 'force' ? 'boolean' : 'string' },
}));

function pathsOf(resource: Resource): readonly (readonly [string, object])[] {
  const { group, version, plural, kind, namespaced } = resource;
  const root = `/${group === '' ? 'api' : 'apis'}/${groupVersionOf(resource)}`;
  const collection = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const own = { 'x-kubernetes-group-version-kind': { group, version, kind }, parameters, responses: {} };
  return [
    [collection, { get: { ...own, 'x-kubernetes-action': 'list' }, post: { ...own, 'x-kubernetes-action': 'post' } }],
    [
      `${collection}/{name}`,
      {
        get: { ...own, 'x-kubernetes-action': 'get' },
        put: { ...own, 'x-kubernetes-action': 'put' },
        patch: { ...own, 'x-kubernetes-action': 'patch' },
        delete: { ...own, 'x-kubernetes-action': 'delete' },
      },
    ],
  ];
}

const nameOf = (type: string): string => `io.k8s.api.${type}`;

function schemasOf(resources: readonly Resource[]): object {
  const schemas: Record<string, object> = {};
  const visit = (type: string): void => {
    const fields = typeFields[type];
    const name = nameOf(type);
    if (fields === undefined || name in schemas) return;
    schemas[name] = {};
    const properties = Object.entries(fields).map(([field, of]) => [field, schemaOf(of, type, field)]);
    schemas[name] = { type: 'object', properties: Object.fromEntries(properties) as object };
    for (const of of Object.values(fields)) visit(shapeOf(of).of);
  };
  for (const { model, group, version, kind, custom } of resources) {
    const about = { 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
    if (model === undefined) {
      schemas[`${group.split('.').reverse().join('.')}.${version}.${kind}`] = {
        ...(custom?.schema as object | undefined),
        ...about,
      };
      continue;
    }
    visit(model);
    schemas[nameOf(model)] = { ...schemas[nameOf(model)], ...about };
  }
  return schemas;
}

const primitives: Readonly<Record<string, object | undefined>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  integer: { type: 'integer', format: 'int32' },
  number: { type: 'number' },
  Date: { type: 'string', format: 'date-time' },
  V1MicroTime: { type: 'string', format: 'date-time' },
  IntOrString: { type: 'string', format: 'int-or-string' },
};

function schemaOf(type: string, owner: string, field: string): object {
  const { list, map, of } = shapeOf(type);
  const one =
    typeFields[of] === undefined ? (primitives[of] ?? {}) : { allOf: [{ $ref: `#/components/schemas/${nameOf(of)}` }] };
  if (map) return { type: 'object', additionalProperties: one };
  if (!list) return one;
  const rule = listRule(owner, field);
  if (rule === undefined) return { type: 'array', items: one, 'x-kubernetes-list-type': 'atomic' };
  return {
    type: 'array',
    items: one,
    'x-kubernetes-patch-strategy': 'merge',
    ...(rule.patchKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': rule.patchKey }),
    ...(rule.keys.length === 0
      ? { 'x-kubernetes-list-type': 'set' }
      : { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': rule.keys }),
  };
}
