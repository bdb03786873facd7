import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Process } from '../engine/process.ts';
import { httpClient } from '../http/client.ts';
import type { Interface, Network, Place, Socket } from '../network/network.ts';

interface Server {
  readonly place: Place;
  up: boolean;
  streak: number;
}

/** What a balancer needs. */
export interface BalancerOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly port: number;
  readonly servers: readonly Place[];
  readonly params: ClusterParams['loadBalancer'];
}

/** Hands TCP connections to servers in turn, those that its health checks have not given up; established ones are kept. */
export function startBalancer(options: BalancerOptions): void {
  const { network, process, on, port, params } = options;
  const servers: Server[] = options.servers.map((place) => ({ place, up: true, streak: 0 }));
  let turn = 0;
  const next = (): Server | undefined => {
    for (let i = 0; i < servers.length; i += 1) {
      const server = servers[(turn + i) % servers.length];
      if (server?.up !== true) continue;
      turn = (turn + i + 1) % servers.length;
      return server;
    }
    return undefined;
  };
  network.listen(process, on, port, (client) => {
    const server = next();
    if (server === undefined) client.close();
    else relay(options, client, server.place);
  });
  const http = httpClient(network, process, on);
  servers.forEach((server, index) => {
    const check = (): void => {
      const { checkTimeoutMs } = params;
      http.call(
        { method: 'GET', path: '/healthz', headers: {}, body: undefined },
        { to: server.place, use: 'new', tls: true, timeoutMs: checkTimeoutMs },
        { done: (outcome) => count(server, outcome.answer?.status === 200, params) },
      );
      process.after(params.checkIntervalMs, check);
    };
    // Checks are dealt out over the interval, as HAProxy does (spread-checks aside).
    process.after((params.checkIntervalMs * index) / servers.length, check);
  });
}

function count(server: Server, good: boolean, { fall, rise }: ClusterParams['loadBalancer']): void {
  if (good === server.up) {
    server.streak = 0;
    return;
  }
  server.streak += 1;
  if (server.streak < (server.up ? fall : rise)) return;
  server.up = good;
  server.streak = 0;
}

function relay({ network, process, on, params }: BalancerOptions, client: Socket, to: Place): void {
  const early: unknown[] = [];
  let connected = false;
  const giveUp = process.after(params.connectTimeoutMs, () => {
    if (connected) return;
    server.close();
    client.close();
  });
  const server: Socket = network.dial(process, on, to, () => {
    connected = true;
    giveUp();
    for (const message of early.splice(0)) server.send(message);
  });
  client.onMessage = (message) => {
    if (connected) server.send(message);
    else early.push(message);
  };
  server.onMessage = (message) => client.send(message);
  client.onEnd = () => server.close();
  server.onEnd = () => {
    giveUp();
    client.close();
  };
}
