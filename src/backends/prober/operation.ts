import { createHash } from 'node:crypto';
import { managedBy, managedByLabel } from '../../core/identity.ts';
import type { StreamSpec } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';

/** What a stream sends, but for what changes from one request to the next. */
export interface Operation {
  readonly method: 'GET' | 'PATCH';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Statuses that are a right answer. */
  readonly expected: (status: number) => boolean;
  /** The body of the stream's `count`-th request. */
  readonly body: (count: number) => string | undefined;
}

const fieldManager = 'aftershock-probe';

/** The HTTP request that a stream's operation is on this endpoint. */
export function operationOf(stream: StreamSpec, endpoint: Endpoint): Operation {
  const namespace = encodeURIComponent(endpoint.namespace);
  switch (stream.operation) {
    case 'livez':
    case 'readyz':
      return get(endpoint, `/${stream.operation}`);
    case 'quorum-read':
      return get(endpoint, '/api/v1/namespaces/default');
    case 'cached-read':
      // Served from the apiserver's watch cache: it keeps answering when etcd does not.
      return get(endpoint, '/api/v1/namespaces/default?resourceVersion=0');
    case 'list':
      return get(endpoint, `/api/v1/namespaces/${namespace}/pods?limit=500`);
    case 'write':
      return write(endpoint, configMapName(stream.id));
    case 'http-get':
      return { ...get(endpoint, endpoint.path ?? '/'), expected: (status) => status >= 200 && status < 300 };
    case 'echo':
      return get(endpoint, '/');
  }
}

/** A DNS label of at most 63 characters, one for each stream. */
export function configMapName(id: string): string {
  const readable = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return `probe-${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
}

function get(endpoint: Endpoint, path: string): Operation {
  return {
    method: 'GET',
    path: under(endpoint, path),
    headers: commonHeaders(endpoint),
    expected: (status) => status === 200,
    body: () => undefined,
  };
}

/** Some clusters are served under a path of a common address. */
function under({ url }: Endpoint, path: string): string {
  return new URL(url).pathname.replace(/\/$/, '') + path;
}

function write(endpoint: Endpoint, name: string): Operation {
  const { namespace } = endpoint;
  const metadata = { name, namespace, labels: { [managedByLabel]: managedBy } };
  return {
    method: 'PATCH',
    path: under(
      endpoint,
      `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps/${name}?fieldManager=${fieldManager}&force=true`,
    ),
    headers: { ...commonHeaders(endpoint), 'content-type': 'application/apply-patch+yaml' },
    expected: (status) => status === 200 || status === 201,
    // The counter makes each write a change: an apply that changes nothing never reaches etcd. JSON is YAML.
    body: (count) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { count: String(count) } }),
  };
}

function commonHeaders(endpoint: Endpoint): Record<string, string> {
  return {
    accept: 'application/json, */*',
    'user-agent': fieldManager,
    ...(endpoint.host === undefined ? {} : { host: endpoint.host }),
    ...endpoint.headers,
  };
}
