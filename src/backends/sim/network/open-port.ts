import type { Cancel, Process } from '../engine/process.ts';
import type { Interface, Network, Socket } from './network.ts';

/** A port whose process takes no connections yet: its kernel does, and keeps what comes on them. */
export interface OpenPort {
  /** Takes those that wait, with what came on them, and all that come from now on. */
  readonly serve: (accept: (socket: Socket) => void) => void;
  readonly close: Cancel;
}

/** Opens a port; connections of who gave up before they were taken are forgotten. */
export function openPort(network: Network, process: Process, on: Interface, port: number): OpenPort {
  const waiting = new Map<Socket, unknown[]>();
  let taken: ((socket: Socket) => void) | undefined;
  const close = network.listen(process, on, port, (socket) => {
    if (taken !== undefined) {
      taken(socket);
      return;
    }
    const came: unknown[] = [];
    waiting.set(socket, came);
    socket.onMessage = (message) => came.push(message);
    socket.onEnd = () => waiting.delete(socket);
  });
  return {
    close,
    serve: (accept) => {
      taken = accept;
      for (const [socket, came] of waiting) {
        accept(socket);
        for (const message of came) socket.onMessage(message);
      }
      waiting.clear();
    },
  };
}
