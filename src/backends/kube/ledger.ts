import { messageOf } from '../../core/errors.ts';
import { managedBy, managedByLabel } from '../../core/identity.ts';
import type { Ledger, LedgerPage } from '../../core/ledger.ts';
import type { KubeObject } from './api-types.ts';
import type { KubeClient } from './kube-client.ts';
import type { ApiServer } from './wire.ts';

const purpose = { key: 'aftershock.dev/purpose', value: 'ledger' } as const;
const prefix = 'ledger-';
const writeTimeoutMs = 10_000;
const readTimeoutMs = 20_000;

/** A ledger of ConfigMaps in the run's namespace, one for each entry: a create is acknowledged once, and nobody writes over it. */
export function kubeLedger(
  client: KubeClient,
  servers: readonly (ApiServer & { readonly name: string })[],
  namespace: string,
): Ledger {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const labels = { [managedByLabel]: managedBy, [purpose.key]: purpose.value };
  return {
    append: async (entry, signal) => {
      const metadata = { name: prefix + String(entry), namespace, labels };
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
      const made = await client.create<KubeObject>(path, body, { signal, timeoutMs: writeTimeoutMs });
      return { revision: made.metadata.resourceVersion };
    },
    readBack: (signal) =>
      Promise.all(
        servers.map(async ({ name, ...server }): Promise<LedgerPage> => {
          // Without a resourceVersion the answer is as etcd's quorum has it.
          const query = `?labelSelector=${encodeURIComponent(`${purpose.key}=${purpose.value}`)}`;
          try {
            const { items } = await client.list<KubeObject>(path + query, { server, signal, timeoutMs: readTimeoutMs });
            return { instance: name, entries: items.flatMap(entryOf) };
          } catch (error) {
            return { instance: name, error: messageOf(error) };
          }
        }),
      ),
  };
}

function entryOf({ metadata }: KubeObject): readonly (readonly [number, string])[] {
  const entry = Number(metadata.name.slice(prefix.length));
  return metadata.name.startsWith(prefix) && Number.isInteger(entry) ? [[entry, metadata.resourceVersion]] : [];
}
