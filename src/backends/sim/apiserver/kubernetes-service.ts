import type { StoredObject } from '../store/object.ts';
import type { Command } from '../store/store.ts';
import type { Server } from './server.ts';

/** Who is an apiserver is written to etcd so often, and forgotten so long after (k8s.io/kubernetes, pkg/controlplane). */
const renewMs = 10_000;
const lifeMs = 15_000;

const leases = 'masterleases';
const slices = 'endpointslices.discovery.k8s.io';
const key = 'default/kubernetes';

/**
 * Keeps this apiserver among the endpoints of the `kubernetes` Service, and takes out those that have not been heard of: as long
 * as etcd can be written to. An apiserver that ends at its own will takes itself out.
 */
export function joinKubernetesService(server: Server): () => Promise<void> {
  const { options } = server;
  const { process } = options;
  let stopped = false;
  const again = (): void => {
    if (stopped) return;
    void renew(server).finally(() => process.after(renewMs, again));
  };
  again();
  return async () => {
    stopped = true;
    const { address } = options.on;
    await write(server, { kind: 'delete', resource: leases, key: address, expect: undefined });
    await reconcile(server, address);
  };
}

async function renew(server: Server): Promise<void> {
  const { on, startedAtUnixMs, process } = server.options;
  const renewedUnixMs = startedAtUnixMs + process.now();
  const metadata = { name: on.address, uid: on.address, resourceVersion: '' };
  const object = { apiVersion: 'v1', kind: 'Endpoints', metadata, renewedUnixMs };
  await write(server, { kind: 'put', resource: leases, key: on.address, object, expect: undefined });
  await reconcile(server);
}

/** Writes the Service's endpoints anew where they are not those whose lease runs. */
async function reconcile(server: Server, without?: string): Promise<void> {
  const { store, startedAtUnixMs, process, port } = server.options;
  const aliveSince = startedAtUnixMs + process.now() - lifeMs;
  const addresses = store
    .list(leases, undefined, server.cache.revision())
    .filter((lease) => Number(lease['renewedUnixMs']) > aliveSince)
    .map(({ metadata }) => metadata.name)
    .filter((address) => address !== without)
    .sort();
  const before = store.get(slices, key, server.cache.revision());
  const known = ((before?.['endpoints'] ?? []) as readonly { readonly addresses: readonly string[] }[])
    .flatMap((endpoint) => endpoint.addresses)
    .join();
  if (addresses.length === 0 || addresses.join() === known) return;
  const object: StoredObject = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      uid: before?.metadata.uid ?? server.context.newUid(),
      creationTimestamp: before?.metadata.creationTimestamp ?? server.context.timestamp(),
      generation: (before?.metadata.generation ?? 0) + 1,
      resourceVersion: '',
      labels: { 'kubernetes.io/service-name': 'kubernetes' },
    },
    addressType: 'IPv4',
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  };
  const expect = before === undefined ? 0 : Number(before.metadata.resourceVersion);
  await write(server, { kind: 'put', resource: slices, key, object, expect });
}

/** Whether it was written is seen at the next turn. */
async function write({ options: { etcd, process } }: Server, command: Command): Promise<void> {
  await etcd.write(command, process.now() + renewMs).catch(() => undefined);
}
