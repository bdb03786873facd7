import { createConnection } from 'node:net';
import type { ApiServer } from '../kube/wire.ts';
import { apiPort, type NodeContainer } from './runtime.ts';

/** How this machine reaches a kind cluster. */
export interface Route {
  /** Whether the containers answer at their own addresses. */
  readonly direct: boolean;
  /** For the report. */
  readonly description: string;
  readonly apiservers: readonly (ApiServer & { readonly node: string })[];
  readonly balancer: (ApiServer & { readonly node: string }) | undefined;
}

/** A name that is in every apiserver's certificate, whichever way it is reached. */
const servername = 'kubernetes';
const answerWithinMs = 1000;

/**
 * Finds the way to a cluster's API: the containers' own addresses where they answer, else the ports that the runtime
 * publishes on loopback, whose proxy accepts before the apiserver does.
 */
export async function findRoute(containers: readonly NodeContainer[], platform = process.platform): Promise<Route> {
  const inside = containers.filter(({ role }) => role === 'control-plane');
  // Elsewhere the containers live in a virtual machine, and their addresses may belong to somebody else's network.
  const answers = platform === 'linux' ? await Promise.all(inside.map(({ address }) => isThere(address))) : [];
  return routeOf(containers, answers.includes(true));
}

/** The route, once it is known whether the containers answer at their addresses. */
export function routeOf(containers: readonly NodeContainer[], direct: boolean): Route {
  const place = (container: NodeContainer): readonly (ApiServer & { node: string })[] => {
    const { address, apiPort: published, name } = container;
    const host = direct ? address : published?.host;
    const port = direct ? apiPort : published?.port;
    if (host === undefined || port === undefined) return [];
    return [{ node: name, url: `https://${inUrl(host)}:${port}`, servername }];
  };
  return {
    direct,
    description: direct
      ? 'the containers’ own addresses'
      : 'ports published on loopback: their proxy accepts before the apiserver does, so refused, reset and hanging connections look alike',
    apiservers: containers.filter(({ role }) => role === 'control-plane').flatMap(place),
    balancer: containers.filter(({ role }) => role === 'external-load-balancer').flatMap(place)[0],
  };
}

/** An address as URLs write it. */
export function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** True when the address answers at all; a refusal comes from the machine, too. */
function isThere(host: string | undefined): Promise<boolean> {
  if (host === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = createConnection({ host, port: apiPort, timeout: answerWithinMs });
    const done = (there: boolean): void => {
      socket.destroy();
      resolve(there);
    };
    socket.on('connect', () => done(true));
    socket.on('timeout', () => done(false));
    socket.on('error', (error) => done('code' in error && error.code === 'ECONNREFUSED'));
  });
}
