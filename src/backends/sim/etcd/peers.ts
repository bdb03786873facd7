import type { Process } from '../engine/process.ts';
import type { Interface, Network, Place, Socket } from '../network/network.ts';
import { answerProbes } from './peer-probes.ts';

/** A member's connections to the others. */
export interface PeerLinks {
  /** Dropped where there is no connection: Raft says again what matters. */
  readonly send: (to: number, message: unknown) => void;
  /** How many others there has been a connection to ever since an instant; now, when it is left out. */
  readonly connected: (sinceAt?: number) => number;
  readonly isConnected: (to: number, sinceAt: number) => boolean;
}

export interface PeerOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly id: number;
  /** Of every member, by its id. */
  readonly places: readonly Place[];
  readonly electionTimeoutMs: number;
  readonly receive: (message: unknown) => void;
  /** A connection to a member was made, or lost: what was sent to it before may not have come. */
  readonly changed: (to: number) => void;
}

/** Silence after which a connection is given up, and how often it is broken (etcd, server/etcdserver/api/rafthttp). */
const readTimeoutMs = 5000;
const aliveEveryMs = readTimeoutMs / 3;
const redialMs = 100;

const alive = { alive: true } as const;

/** Listens for the others, and dials them: who dials reads, who is dialled writes, as rafthttp's streams do. */
export function peerLinks(options: PeerOptions): PeerLinks {
  const { network, process, on, id, places, changed } = options;
  const writers = new Map<number, Socket>();
  const upAt = new Map<number, number>();
  const writeTo = (from: number, socket: Socket): void => {
    writers.get(from)?.close();
    writers.set(from, socket);
    upAt.set(from, process.now());
    socket.onEnd = () => {
      if (writers.get(from) !== socket) return;
      writers.delete(from);
      changed(from);
    };
    changed(from);
  };
  network.listen(process, on, places[id]?.port ?? 0, (socket) => {
    socket.onMessage = (first) => {
      const { hello } = first as { readonly hello?: number };
      if (hello !== undefined) {
        writeTo(hello, socket);
        return;
      }
      // One port for both: who does not say who he is asks for a page.
      answerProbes(socket, { process, on });
      socket.onMessage(first);
    };
  });
  const breathe = (): void => {
    for (const writer of writers.values()) writer.send(alive);
    process.after(aliveEveryMs, breathe);
  };
  process.after(aliveEveryMs, breathe);
  const silent = (to: number): void => {
    // Where nothing comes from, what is sent fills a buffer that nobody empties.
    writers.get(to)?.close();
    if (writers.delete(to)) changed(to);
  };
  places.forEach((place, other) => {
    if (other !== id) readFrom(options, place, () => silent(other));
  });
  const isConnected = (to: number, sinceAt: number): boolean => writers.has(to) && (upAt.get(to) ?? 0) <= sinceAt;
  return {
    send: (to, message) => writers.get(to)?.send(message),
    isConnected,
    connected: (sinceAt = Infinity) => [...writers.keys()].filter((to) => isConnected(to, sinceAt)).length,
  };
}

function readFrom(options: PeerOptions, place: Place, silent: () => void): void {
  const { network, process, on, id, electionTimeoutMs, receive } = options;
  let heardAt = process.now();
  let isUp = false;
  const socket = network.dial(process, on, place, () => {
    isUp = true;
    heardAt = process.now();
    socket.send({ hello: id });
  });
  const again = (): void => {
    stop();
    socket.close();
    process.after(redialMs, () => readFrom(options, place, silent));
  };
  // rafthttp gives a dial 1 s and an election timeout.
  let stop = process.after(1000 + electionTimeoutMs, () => {
    if (isUp) watch();
    else again();
  });
  const watch = (): void => {
    if (process.now() - heardAt >= readTimeoutMs) {
      silent();
      again();
    } else stop = process.after(aliveEveryMs, watch);
  };
  socket.onMessage = (message) => {
    heardAt = process.now();
    if (message !== alive) receive(message);
  };
  socket.onEnd = again;
}
