import type { Informer } from '../client/informer.ts';
import type { EndpointSlice, Service } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import { type DnsAnswer, found, nxdomain } from './message.ts';

export const clusterDomain = 'cluster.local';

/** What the names of a cluster stand for (github.com/kubernetes/dns, docs/specification.md). Undefined: it is no name of the cluster's. */
export function answerInCluster(
  name: string,
  services: Informer<Service>,
  slices: Informer<EndpointSlice>,
): DnsAnswer | undefined {
  if (name !== clusterDomain && !name.endsWith(`.${clusterDomain}`)) return undefined;
  const [service = '', namespace = '', kind, ...rest] = name.slice(0, -clusterDomain.length - 1).split('.');
  if (kind !== 'svc' || rest.length > 0) return nxdomain;
  const key = keyOf(namespace, service);
  const object = services.get(key);
  if (object === undefined) return nxdomain;
  const { clusterIP } = object.spec;
  if (clusterIP !== undefined && clusterIP !== 'None') return found([clusterIP]);
  const ready = [...slices.under('service', key)].flatMap(({ endpoints }) =>
    endpoints.filter(({ conditions }) => conditions.ready),
  );
  const addresses = ready.flatMap((endpoint) => endpoint.addresses);
  return addresses.length === 0 ? nxdomain : found(addresses);
}
