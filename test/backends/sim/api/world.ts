import { seededRandom } from '../../../../src/base/random.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import type { ApiContext, Handled } from '../../../../src/backends/sim/api/handler.ts';
import { handleApi } from '../../../../src/backends/sim/api/rest.ts';
import { ApiRefusal } from '../../../../src/backends/sim/api/status.ts';
import type { HttpAnswer } from '../../../../src/backends/sim/http/messages.ts';
import { emptyStore, type Store } from '../../../../src/backends/sim/store/store.ts';

interface Named {
  readonly name: string;
}

/** What tests look at in a body: an object, a list, a table or a Status. */
interface Body {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: Named & {
    readonly resourceVersion: string;
    readonly generation: number;
    readonly deletionGracePeriodSeconds: number;
    readonly finalizers: readonly string[];
    readonly annotations: Readonly<Record<string, string>>;
    readonly continue: string | undefined;
    readonly remainingItemCount: number;
    readonly managedFields: readonly { readonly manager: string }[];
  };
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly Named[] } };
  };
  readonly status: unknown;
  readonly data: unknown;
  readonly items: readonly { readonly metadata: Named }[];
  readonly reason: string;
  readonly message: string;
  readonly details: {
    readonly kind: string;
    readonly causes: readonly { readonly field: string; readonly reason: string }[];
  };
  readonly columnDefinitions: readonly Named[];
  readonly rows: readonly { readonly cells: readonly unknown[] }[];
}

/** An answer. */
interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** The API's semantics over a store alone: no network, no etcd, and a clock that stands. */
export interface Api {
  readonly store: Store;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Seen>;
  readonly raw: (path: string) => Promise<Handled>;
}

/** An API with the namespace `default` and nothing else. */
export async function freshApi(): Promise<Api> {
  const store = emptyStore();
  const random = seededRandom(1);
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(random.next() * 16).toString(16)).join('');
  const at = (consistency: 'quorum' | 'cache' | number): number =>
    typeof consistency === 'number' ? consistency : store.revision();
  const context: ApiContext = {
    storage: {
      get: async (resource, key, consistency) => store.get(resource, key, at(consistency)),
      list: async (resource, namespace, consistency) => ({
        items: store.list(resource, namespace, at(consistency)),
        revision: at(consistency),
      }),
      write: async (command) => store.apply(command),
    },
    newUid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    newSuffix: () => hex(5),
    timestamp: () => new Date(clock.startedAtUnixMs).toISOString().replace('.000', ''),
    unixMs: () => clock.startedAtUnixMs,
    tolerationSeconds: { notReady: 300, unreachable: 300 },
    admit: async (_resource, _operation, object) => object,
  };
  const raw = (path: string): Promise<Handled> =>
    handleApi({ method: 'GET', path, headers: {}, body: undefined }, context);
  const call: Api['call'] = async (method, path, body, headers = {}) => {
    try {
      const answer = (await handleApi({ method, path, body, headers }, context)) as HttpAnswer;
      return { headers: {}, ...answer, body: answer.body as Body };
    } catch (error) {
      if (error instanceof ApiRefusal) return { headers: {}, ...error.answer, body: error.answer.body as Body };
      throw error;
    }
  };
  await call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
  return { store, call, raw };
}
