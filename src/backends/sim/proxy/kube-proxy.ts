import type { Random } from '../../../base/random.ts';
import { apiClient } from '../client/api-client.ts';
import { headlessLabel } from '../controllers/endpoint-slice.ts';
import { type Informer, type InformerOptions, startInformer } from '../client/informer.ts';
import type { Place } from '../network/network.ts';
import type { EndpointSlice, Service } from '../objects.ts';
import type { Program } from '../programs/program.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import { apiPlace, type World } from '../world.ts';

/** iptables-restore of a small cluster's rules (assumed). */
const writeCostMs = 50;

/** kube-proxy: writes its node's rules for Services, which stay in force when it is dead. */
export const kubeProxy: Program = {
  name: 'kube-proxy',
  runs: ({ metadata }, container) => metadata.labels?.['k8s-app'] === 'kube-proxy' && container === 'kube-proxy',
  start: ({ world, node, process, on, warm }) => {
    const { store } = world;
    const client = apiClient({
      world,
      process,
      from: on,
      to: apiPlace(world, node, false),
      user: 'system:kube-proxy',
      warm,
    });
    const random = world.random.fork(`${process.name} ${process.now()}`);
    let pending = false;
    let writtenAt = -Infinity;
    // At most one writing of the rules in each period; the first after a pause at once.
    const write = (): void => {
      if (pending) return;
      pending = true;
      process.after(Math.max(writeCostMs, writtenAt + world.params.kubeProxy.minSyncPeriodMs - process.now()), () => {
        pending = false;
        writtenAt = process.now();
        install(world, node.name, rulesOf(services, slices, node.on.address), random);
      });
    };
    // One that has been running for long has listed already.
    const known = <T extends StoredObject>(resource: string): Pick<InformerOptions<T>, 'known'> =>
      warm
        ? {
            known: {
              items: store.list(resource, undefined) as readonly T[],
              resourceVersion: String(store.revision()),
            },
          }
        : {};
    const services = startInformer<Service>({
      process,
      client,
      path: '/api/v1/services',
      onChange: write,
      ...known<Service>('services'),
    });
    const slices = startInformer<EndpointSlice>({
      process,
      client,
      path: `/apis/discovery.k8s.io/v1/endpointslices?labelSelector=${encodeURIComponent(`!${headlessLabel}`)}`,
      ...known<EndpointSlice>('endpointslices.discovery.k8s.io'),
      indexes: {
        service: ({ metadata }) => [keyOf(metadata.namespace, metadata.labels?.['kubernetes.io/service-name'] ?? '')],
      },
      onChange: write,
    });
  },
};

type Rules = ReadonlyMap<string, readonly Place[]>;

function rulesOf(services: Informer<Service>, slices: Informer<EndpointSlice>, nodeAddress: string): Rules {
  const rules = new Map<string, readonly Place[]>();
  for (const { metadata, spec } of services.values()) {
    const hasAddress = spec.clusterIP !== undefined && spec.clusterIP !== 'None';
    const own = [...slices.under('service', keyOf(metadata.namespace, metadata.name))];
    for (const { port, nodePort, name = '' } of spec.ports ?? []) {
      if (!hasAddress && nodePort === undefined) continue;
      const places = own.flatMap(({ ports, endpoints }) => {
        const target = ports.find((one) => one.name === name)?.port;
        if (target === undefined) return [];
        const ready = endpoints.filter(({ conditions }) => conditions.ready);
        return ready.flatMap(({ addresses }) => addresses.map((address) => ({ address, port: target })));
      });
      if (hasAddress) rules.set(`${spec.clusterIP}:${port}`, places);
      if (nodePort !== undefined) rules.set(`${nodeAddress}:${nodePort}`, places);
    }
  }
  return rules;
}

function install({ network, nodes }: World, node: string, rules: Rules, random: Random): void {
  const machine = nodes.get(node)?.machine;
  if (machine === undefined) return;
  network.translate(machine, ({ address, port }) => {
    const places = rules.get(`${address}:${port}`);
    if (places === undefined) return undefined;
    // Each endpoint is as likely as the next; a Service without any refuses.
    return places.length === 0 ? 'refuse' : random.pick(places);
  });
}
