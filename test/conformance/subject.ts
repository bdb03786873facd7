import type { Clock } from '../../src/base/clock.ts';
import type { KubeClient } from '../../src/backends/kube/kube-client.ts';
import type { Method } from '../../src/backends/kube/wire.ts';

/** A cluster to ask, and the clock that its time passes by. */
interface Subject {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** What pods run; undefined: none is started. */
  readonly image: string | undefined;
}

/** Runs a body against a cluster. */
export type Against = (body: (subject: Subject) => Promise<void>) => Promise<void>;

/** What the tests look at in an object, a list or a Status. */
export interface Thing {
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly availableReplicas?: number };
  readonly message?: string;
  readonly reason?: string;
  readonly items?: readonly Thing[];
}

let count = 0;

/** A namespace of its own for a body, removed after it. */
export async function inNamespace(
  { client }: Subject,
  body: (maps: string, namespace: string) => Promise<void>,
): Promise<void> {
  const name = `conformance-${process.pid}-${(count += 1)}`;
  await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  try {
    await body(`/api/v1/namespaces/${name}/configmaps`, name);
  } finally {
    await client.remove(`/api/v1/namespaces/${name}`);
  }
}

/** A ConfigMap. Without labels it says nothing of them: an empty map, once applied, is owned but not stored, and the next to apply it conflicts. */
export function map(
  name: string,
  data: Readonly<Record<string, string>> = {},
  labels?: Readonly<Record<string, string>>,
): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(labels && { labels }) }, data };
}

/** Asks until an answer satisfies. Throws when it does not within the time. */
export async function until<T>(clock: Clock, withinMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = clock.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (clock.now() > end) throw new Error(`nothing within ${withinMs} ms`);
    await clock.sleep(200);
  }
}

/** An answer whatever its status. */
export async function asked(
  client: KubeClient,
  method: Method,
  path: string,
  [body, contentType]: readonly [unknown, string],
): Promise<{ status: number; body: Thing }> {
  return client.request<Thing>(method, path, { body, contentType });
}
