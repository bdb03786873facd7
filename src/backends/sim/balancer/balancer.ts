import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Cancel, Process } from '../engine/process.ts';
import type { Interface, Network, Place, Socket } from '../network/network.ts';
import { checkedServers, type Server } from './checks.ts';
import { type Flavour, flavourOf } from './flavours.ts';

/** What a balancer needs. */
export interface BalancerOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly port: number;
  readonly servers: readonly Place[];
  readonly params: ClusterParams['loadBalancer'];
  /** Whether a server is to get no new connections. */
  readonly isDrained?: (server: Place) => boolean;
  /** Told of each connection: whose it is, and which server gets it. */
  readonly onConnection?: (client: Place, server: Place) => void;
}

/** Hands TCP connections to servers in turn, those that its health checks have not given up; established ones are kept. */
export function startBalancer(options: BalancerOptions): void {
  const { network, process, on, port, params } = options;
  const flavour = flavourOf(params);
  const { isDrained = () => false, onConnection } = options;
  const servers = checkedServers(options.servers, { network, process, on, flavour });
  const next = inTurn(() => servers.filter(({ place }) => !isDrained(place)), flavour);
  network.listen(process, on, port, (client) => {
    const server = next();
    if (server === undefined) client.close();
    else {
      onConnection?.(client.remote, server.place);
      relay({ network, process, on, flavour }, client, server.place);
    }
  });
}

/** Round robin over those that are up; over all where too few are and the balancer panics. */
function inTurn(rotation: () => readonly Server[], { panicBelow }: Flavour): () => Server | undefined {
  let turn = 0;
  return () => {
    const servers = rotation();
    const up = servers.filter(({ isUp }) => isUp()).length;
    const panics = up < servers.length * panicBelow;
    for (let i = 0; i < servers.length; i += 1) {
      const at = (turn + i) % servers.length;
      const server = servers[at];
      if (server === undefined || !(panics || server.isUp())) continue;
      turn = (at + 1) % servers.length;
      return server;
    }
    return undefined;
  };
}

interface Relaying {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly flavour: Flavour;
}

/** Joins a client's connection with one to a server, until one side ends it or both are silent for too long. */
function relay(relaying: Relaying, client: Socket, to: Place): void {
  const { process, flavour } = relaying;
  const early: unknown[] = [];
  let server: Socket | undefined;
  let activeAt = process.now();
  let stopIdle: Cancel = () => undefined;
  const end = (): void => {
    stopIdle();
    stopDial();
    server?.close();
    if (flavour.readsLate && early.length > 0) client.reset();
    else client.close();
  };
  const look = (): void => {
    const leftMs = activeAt + flavour.idleTimeoutMs - process.now();
    // A remainder below a millisecond may be too small to move the clock at all.
    if (leftMs < 1) end();
    else stopIdle = process.after(leftMs, look);
  };
  const pass = (message: unknown, target: Socket): void => {
    activeAt = process.now();
    target.send(message);
  };
  client.onMessage = (message) => {
    if (server === undefined) early.push(message);
    else pass(message, server);
  };
  client.onEnd = end;
  const stopDial = reach(relaying, to, {
    reached: (socket) => {
      server = socket;
      socket.onMessage = (message) => pass(message, client);
      socket.onEnd = end;
      for (const message of early.splice(0)) pass(message, socket);
      look();
    },
    failed: end,
  });
}

/** Connects to a server; tries the same one again when it does not answer, or refuses. Returns how to stop. */
function reach(
  { network, process, on, flavour }: Relaying,
  to: Place,
  done: { readonly reached: (socket: Socket) => void; readonly failed: () => void },
): Cancel {
  let left = flavour.retries;
  let stop: Cancel = () => undefined;
  const again = (waitMs: number): void => {
    left -= 1;
    if (left < 0) done.failed();
    else stop = process.after(waitMs, dial);
  };
  const dial = (): void => {
    const socket = network.dial(process, on, to, () => {
      giveUp();
      stop = () => undefined;
      done.reached(socket);
    });
    const giveUp = process.after(flavour.connectTimeoutMs, () => {
      socket.close();
      again(0);
    });
    socket.onEnd = () => {
      giveUp();
      again(flavour.turnaroundMs);
    };
    stop = () => {
      giveUp();
      socket.close();
    };
  };
  dial();
  return () => stop();
}
