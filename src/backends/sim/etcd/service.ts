import type { Process } from '../engine/process.ts';
import type { Interface, Network, Socket } from '../network/network.ts';
import { type Ask, clientPort, type Reply } from './protocol.ts';
import type { ReadLoop } from './reads.ts';
import type { WriteDesk } from './writes.ts';

export interface ServiceOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly reads: ReadLoop;
  readonly writes: WriteDesk;
  readonly hasLeader: () => boolean;
  /** What the member has applied. */
  readonly revision: () => number;
}

/** A member's side towards its clients. */
export interface Service {
  /** Tells all who watch. */
  readonly progress: (revision: number) => void;
  /** Ends all watches: there has been no leader for too long. */
  readonly cancel: () => void;
}

/** Takes clients' connections until the process ends. */
export function serveClients(options: ServiceOptions): Service {
  const { network, process, on } = options;
  const watches = new Set<Socket>();
  network.listen(process, on, clientPort, (socket) => {
    reply(socket, { kind: 'ready' });
    socket.onEnd = () => watches.delete(socket);
    socket.onMessage = (raw) => answer(options, socket, raw as Ask, watches);
  });
  return {
    progress: (revision) => {
      for (const socket of watches) reply(socket, { kind: 'progress', revision });
    },
    cancel: () => {
      for (const socket of watches) refuse(socket);
      watches.clear();
    },
  };
}

function answer(
  { reads, writes, hasLeader, revision }: ServiceOptions,
  socket: Socket,
  ask: Ask,
  watches: Set<Socket>,
): void {
  switch (ask.kind) {
    case 'ping':
      return reply(socket, { kind: 'pong' });
    case 'watch':
      if (!hasLeader()) return refuse(socket);
      watches.add(socket);
      return reply(socket, { kind: 'progress', revision: revision() });
    case 'read':
      return reads.add({
        good: (at) => reply(socket, { kind: 'read', id: ask.id, revision: at }),
        bad: (message) => reply(socket, { kind: 'failed', id: ask.id, code: 'Unavailable', message }),
      });
    case 'write':
      return writes.add(ask.command, {
        good: (result) => reply(socket, { kind: 'written', id: ask.id, result }),
        bad: (code, message) => reply(socket, { kind: 'failed', id: ask.id, code, message }),
      });
  }
}

function refuse(socket: Socket): void {
  reply(socket, { kind: 'cancelled', message: 'etcdserver: no leader' });
}

function reply(socket: Socket, message: Reply): void {
  socket.send(message);
}
