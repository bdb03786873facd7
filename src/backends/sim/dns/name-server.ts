import { apiClient } from '../client/api-client.ts';
import { type InformerOptions, startInformer } from '../client/informer.ts';
import type { EndpointSlice, Service } from '../objects.ts';
import type { ProgramContext } from '../programs/program.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import { apiPlace } from '../world.ts';
import { answerInCluster } from './cluster-zone.ts';
import { type DnsAnswer, type DnsQuery, dnsPort, servfail } from './message.ts';

/** Processor time of an answer (assumed). */
const costMs = 0.1;
/** How long a query is forwarded for before it fails (coredns, plugin/forward, defaultTimeout). */
const forwardWithinMs = 5000;

export interface NameServerOptions {
  readonly user: string;
  /** Answers in place of the server, or lets it answer. */
  readonly instead?: (query: DnsQuery, from: string) => DnsAnswer | undefined;
}

/** CoreDNS: answers for the cluster from its own copy of the API's objects, and asks the node's server for all else. */
export function serveNames(
  context: ProgramContext,
  { user, instead }: NameServerOptions,
): { readonly synced: () => boolean } {
  const { world, node, process, on, warm } = context;
  const { network, store } = world;
  const client = apiClient({ world, process, from: on, to: apiPlace(world, node, false), user, warm });
  const known = <T extends StoredObject>(resource: string): Pick<InformerOptions<T>, 'known'> =>
    warm
      ? { known: { items: store.list(resource, undefined) as readonly T[], resourceVersion: String(store.revision()) } }
      : {};
  const services = startInformer<Service>({ process, client, path: '/api/v1/services', ...known<Service>('services') });
  const slices = startInformer<EndpointSlice>({
    process,
    client,
    path: '/apis/discovery.k8s.io/v1/endpointslices',
    indexes: {
      service: ({ metadata }) => [keyOf(metadata.namespace, metadata.labels?.['kubernetes.io/service-name'] ?? '')],
    },
    ...known<EndpointSlice>('endpointslices.discovery.k8s.io'),
  });
  const synced = (): boolean => services.synced() && slices.synced();
  const answer = (query: DnsQuery, say: (answer: DnsAnswer) => void): void => {
    if (!synced()) return say(servfail);
    const own = answerInCluster(query.name, services, slices);
    if (own === undefined) forward(context, query, say);
    else say(own);
  };
  network.bind(process, on, dnsPort, ({ message, from, reply }) => {
    const query = message as DnsQuery;
    process.work(costMs, () => {
      const other = instead?.(query, from);
      if (other === undefined) answer(query, reply);
      else reply(other);
    });
  });
  return { synced };
}

function forward({ world, process, on }: ProgramContext, query: DnsQuery, say: (answer: DnsAnswer) => void): void {
  const to = { address: world.outside.on.address, port: dnsPort };
  const fail = (): void => {
    limit();
    say(servfail);
  };
  const quit = world.network.sendTo(process, on, to, {
    message: query,
    refused: fail,
    reply: (answer) => {
      limit();
      say(answer as DnsAnswer);
    },
  });
  const limit = process.after(forwardWithinMs, () => {
    quit();
    say(servfail);
  });
}
