import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { deadline } from '../../base/system-clock.ts';
import { HarnessError } from '../../core/errors.ts';
import { zoneLabel, type Node } from '../kube/api-types.ts';
import type { Credentials } from '../kube/credentials.ts';
import { clientOf } from '../kube/https-client.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import type { ApiServer } from '../kube/wire.ts';

/** One apiserver that answers at its own address. */
export interface DirectServer extends ApiServer {
  /** The node that it runs on, else its address. */
  readonly name: string;
  readonly zone: string | undefined;
}

/** A name that is in the certificate of every apiserver. */
const servername = 'kubernetes';
const answerWithinMs = 2000;

interface EndpointSlice {
  readonly endpoints?: readonly { readonly addresses?: readonly string[] }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
}

/** The address that a kubeconfig's server has now: probes ask it, so that they measure no resolver. Throws HarnessError('unavailable'). */
export async function addressed(server: ApiServer): Promise<ApiServer & { readonly host?: string }> {
  const url = new URL(server.url);
  const name = url.hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(name) !== 0) return server;
  try {
    const { address, family } = await lookup(name);
    const { host } = url;
    url.hostname = family === 6 ? `[${address}]` : address;
    return { servername: name, ...server, url: url.href.replace(/\/$/, ''), host };
  } catch (cause) {
    const hint = 'Correct the server in the kubeconfig, or the resolver of this machine.';
    throw new HarnessError('unavailable', `the address of ${name} is not known`, { cause, hint });
  }
}

/**
 * The apiservers that answer at their own addresses and are those of this cluster: they prove it by their certificate, and
 * by telling the same uid of kube-system. Behind plain HTTP, or where their addresses cannot be reached, none.
 */
export async function directServers(
  client: KubeClient,
  server: ApiServer,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<readonly DirectServer[]> {
  if (!server.url.startsWith('https:') || credentials.unverified === true) return [];
  try {
    const [places, nodes, uid] = await Promise.all([
      placesOf(client, signal),
      client.list<Node>('/api/v1/nodes', { signal }),
      clusterUid(client, signal),
    ]);
    const found = await Promise.all(
      places.map(async ({ host, port }): Promise<readonly DirectServer[]> => {
        const node = nodes.items.find(({ status }) => status?.addresses?.some(({ address }) => address === host));
        const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
        const one = { url, servername, name: node?.metadata.name ?? host, zone: node?.metadata.labels?.[zoneLabel] };
        return (await isSame(one, credentials, uid, signal)) ? [one] : [];
      }),
    );
    return found.flat();
  } catch {
    return []; // who may not read these still has the server of the kubeconfig
  }
}

async function placesOf(client: KubeClient, signal: AbortSignal): Promise<readonly { host: string; port: number }[]> {
  const selector = encodeURIComponent('kubernetes.io/service-name=kubernetes');
  const path = `/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=${selector}`;
  const { items } = await client.list<EndpointSlice>(path, { signal });
  return items.flatMap(({ endpoints = [], ports = [] }) => {
    const port = (ports.find(({ name }) => name === 'https') ?? ports[0])?.port ?? 443;
    return endpoints.flatMap(({ addresses = [] }) => addresses.map((host) => ({ host, port })));
  });
}

async function clusterUid(client: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  const found = await client.get<{ metadata?: { uid?: string } }>('/api/v1/namespaces/kube-system', { signal });
  return found?.metadata?.uid;
}

async function isSame(
  server: ApiServer,
  credentials: Credentials,
  uid: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (uid === undefined) return false;
  const config = { context: '', server, credentials: () => Promise.resolve(credentials) };
  const client = clientOf(config, [server]);
  const limit = deadline(answerWithinMs, signal);
  try {
    return (await clusterUid(client, limit.signal)) === uid;
  } catch {
    return false;
  } finally {
    limit.dispose();
    client.close();
  }
}
