import type { ApiContext } from '../api/handler.ts';
import { jsonPatch } from '../api/patch/json-patch.ts';
import { ApiRefusal } from '../api/status.ts';
import { type HttpClient, httpClient, type Outcome } from '../http/client.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import type { ApiServerOptions } from './server.ts';
import type { WatchCache } from './watch-cache.ts';

/** What an admission webhook is told, and what it says (admission.k8s.io/v1). */
export interface AdmissionReview {
  readonly apiVersion: 'admission.k8s.io/v1';
  readonly kind: 'AdmissionReview';
  readonly request?: {
    readonly uid: string;
    readonly operation: 'CREATE' | 'UPDATE';
    readonly resource: { readonly group: string; readonly resource: string };
    readonly name: string;
    readonly namespace?: string;
    readonly object: StoredObject;
    readonly oldObject?: StoredObject;
  };
  readonly response?: {
    readonly allowed: boolean;
    /** A JSON patch, in base64. */
    readonly patch?: string;
    readonly status?: { readonly code?: number; readonly reason?: string; readonly message?: string };
  };
}

interface Webhook {
  readonly name: string;
  readonly clientConfig: {
    readonly service: {
      readonly namespace: string;
      readonly name: string;
      readonly path?: string;
      readonly port?: number;
    };
  };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly operations: readonly string[];
  }[];
  readonly namespaceSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly failurePolicy?: 'Fail' | 'Ignore';
  readonly timeoutSeconds?: number;
}

type Operation = 'CREATE' | 'UPDATE';
type Admitting = Parameters<ApiContext['admit']>;

/** Those that change come before those that judge. */
const configurations = [
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
] as const;
const defaultTimeoutSeconds = 10;

/** Asks the admission webhooks that the API's configurations name, over the network; rejects with what clients see when one says no, or nothing. */
export function webhooksOf(options: ApiServerOptions, cache: WatchCache, newUid: () => string): ApiContext['admit'] {
  const { store, network, process, on } = options;
  const http = httpClient(network, process, on);
  const hooksIn = (configuration: string, ...[resource, operation, object]: Admitting): readonly Webhook[] =>
    store
      .list(configuration, undefined, cache.revision())
      .flatMap((one) => (one['webhooks'] ?? []) as readonly Webhook[])
      .filter((hook) => concerns(hook, resource, operation) && selects(store, hook, object.metadata.namespace));
  const askAll = async (...[resource, operation, given]: Admitting): Promise<StoredObject> => {
    let object = given;
    for (const configuration of configurations) {
      for (const hook of hooksIn(configuration, resource, operation, object)) {
        const { namespace, name } = object.metadata;
        const oldObject =
          operation === 'CREATE' ? undefined : store.get(resource, keyOf(namespace, name), cache.revision());
        const [plural = '', ...group] = resource.split('.');
        const review: AdmissionReview = {
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          request: {
            uid: newUid(),
            operation,
            resource: { group: group.join('.'), resource: plural },
            name,
            ...(namespace === undefined ? {} : { namespace }),
            object,
            ...(oldObject === undefined ? {} : { oldObject }),
          },
        };
        object = await ask(http, hook, { review, object }, addressOf(options, hook));
      }
    }
    return object;
  };
  // Most objects concern none, and are not made to wait.
  return (...asked) => {
    const isAsked = configurations.some((configuration) => hooksIn(configuration, ...asked).length > 0);
    return isAsked ? askAll(...asked) : asked[2];
  };
}

function concerns({ rules = [] }: Webhook, resource: string, operation: Operation): boolean {
  const [plural = '', ...rest] = resource.split('.');
  const has = (list: readonly string[], word: string): boolean => list.includes('*') || list.includes(word);
  return rules.some(
    ({ apiGroups, resources, operations }) =>
      has(apiGroups, rest.join('.')) && has(resources, plural) && has(operations, operation),
  );
}

/** What is in no namespace is selected by every webhook. */
function selects(store: Store, { namespaceSelector }: Webhook, namespace: string | undefined): boolean {
  if (namespace === undefined) return true;
  const labels = store.get('namespaces', namespace)?.metadata.labels ?? {};
  return Object.entries(namespaceSelector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

/** Where the webhook's service is; undefined: there is none. */
function addressOf({ store }: ApiServerOptions, { clientConfig: { service } }: Webhook): string | undefined {
  const found = store.get('services', keyOf(service.namespace, service.name));
  return (found?.['spec'] as { readonly clusterIP?: string } | undefined)?.clusterIP;
}

function ask(
  http: HttpClient,
  hook: Webhook,
  { review, object }: { readonly review: AdmissionReview; readonly object: StoredObject },
  address: string | undefined,
): Promise<StoredObject> {
  const { service } = hook.clientConfig;
  const seconds = hook.timeoutSeconds ?? defaultTimeoutSeconds;
  const port = service.port ?? 443;
  const path = `${service.path ?? '/'}?timeout=${seconds}s`;
  const url = `https://${service.name}.${service.namespace}.svc:${port}${path}`;
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      if (hook.failurePolicy === 'Ignore') resolve(object);
      else reject(unreachable(hook.name, `Post "${url}": ${why}`));
    };
    if (address === undefined) {
      fail(`service "${service.name}" not found`);
      return;
    }
    const done = (outcome: Outcome): void => {
      const response = (outcome.answer?.body as AdmissionReview | undefined)?.response;
      if (outcome.answer === undefined) fail(words(outcome.error, `${address}:${port}`));
      else if (response === undefined) fail('an error on the server ("") has prevented the request from succeeding');
      else if (response.allowed) resolve(patched(object, response.patch));
      else reject(denied(hook.name, response.status));
    };
    http.call(
      { method: 'POST', path, headers: {}, body: review },
      { to: { address, port }, use: 'shared', tls: true, timeoutMs: seconds * 1000 },
      { done },
    );
  });
}

function patched(object: StoredObject, patch: string | undefined): StoredObject {
  if (patch === undefined) return object;
  return jsonPatch(object, JSON.parse(Buffer.from(patch, 'base64').toString())) as StoredObject;
}

function words(error: string, place: string): string {
  if (error === 'refused') return `dial tcp ${place}: connect: connection refused`;
  if (error === 'unreachable') return `dial tcp ${place}: connect: no route to host`;
  return error === 'timeout' ? 'context deadline exceeded' : 'EOF';
}

function unreachable(name: string, why: string): ApiRefusal {
  const message = `failed calling webhook "${name}": failed to call webhook: ${why}`;
  return new ApiRefusal(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

function denied(name: string, status: NonNullable<AdmissionReview['response']>['status']): ApiRefusal {
  const said = status?.message ?? status?.reason;
  const text = `admission webhook "${name}" denied the request${said === undefined ? ' without explanation' : `: ${said}`}`;
  return new ApiRefusal(status?.code ?? 403, status?.reason ?? 'Forbidden', text);
}
