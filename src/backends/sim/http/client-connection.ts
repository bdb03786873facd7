import type { Cancel, Process } from '../engine/process.ts';
import type { Ending, Interface, Network, Place, Socket } from '../network/network.ts';
import type { HttpAnswer, HttpMessage, HttpRequest } from './messages.ts';
import type { Sight } from './sight.ts';

export interface ConnectionOptions {
  readonly network: Network;
  readonly process: Process;
  readonly from: Interface;
  readonly to: Place;
  readonly tls: boolean;
  /** Asks a silent peer whether it is there, and ends the connection when it does not say. */
  readonly pings: boolean;
}

interface Pending {
  readonly head?: (answer: HttpAnswer) => void;
  readonly chunk?: (chunk: unknown) => void;
  readonly answered: (answer: HttpAnswer) => void;
  readonly ended: (ending: Ending) => void;
}

/** One connection of a client, which requests may share. */
export interface HttpConnection {
  readonly send: (request: HttpRequest, sight: Sight, pending: Pending) => Cancel;
  /** Open, or about to be. */
  readonly usable: () => boolean;
  /** Whether it has carried a request before. */
  readonly isReused: () => boolean;
  readonly close: () => void;
  /** Whether it stands: a dial that goes on does not. */
  readonly stands: () => boolean;
}

/** Go's HTTP/2 client asks after 30 s of silence and waits 15 s (k8s.io/apimachinery, pkg/util/net/http.go). */
const pingAfterMs = 30_000;
const pongWithinMs = 15_000;
/** How long such a client dials (k8s.io/client-go, transport/cache.go). */
const dialWithinMs = 30_000;

interface Waiting {
  readonly message: HttpMessage;
  readonly sight: Sight;
}
interface Open extends Pending {
  readonly sight: Sight;
  /** Of an answer that goes on. */
  answer?: HttpAnswer;
}

/** Connects, and shakes hands where TLS is spoken; requests wait until that is done. */
export function openConnection(options: ConnectionOptions): HttpConnection {
  const { network, process, from, to, tls } = options;
  const open = new Map<number, Open>();
  const waiting: Waiting[] = [];
  let state: 'opening' | 'ready' | 'over' = 'opening';
  let connectedAt: number | undefined;
  let count = 0;
  let heardAt = process.now();

  const finish = (ending: Ending): void => {
    if (state === 'over') return;
    state = 'over';
    const left = [...open.values()];
    open.clear();
    for (const pending of left) pending.ended(ending);
  };
  const ready = (): void => {
    state = 'ready';
    for (const { message, sight } of waiting.splice(0)) {
      if (tls) sight.securedAt = process.now();
      socket.send(message);
    }
  };
  const socket: Socket = network.dial(process, from, to, () => {
    connectedAt = process.now();
    heardAt = connectedAt;
    for (const { sight } of waiting) note(sight);
    if (tls) socket.send({ kind: 'hello' });
    else ready();
  });
  const note = (sight: Sight): void => {
    if (connectedAt === undefined) return;
    sight.remoteAddress = to.address;
    if (!sight.reusedConnection) sight.connectedAt = connectedAt;
  };
  socket.onMessage = (raw) => {
    heardAt = process.now();
    const message = raw as HttpMessage;
    if (message.kind === 'welcome') ready();
    else receive(message, open, process.now());
  };
  socket.onEnd = finish;
  if (options.pings) {
    keepAsking(process, socket, { heardAt: () => heardAt, finish });
    process.after(dialWithinMs, () => {
      if (connectedAt !== undefined || state === 'over') return;
      socket.close();
      finish('timeout');
    });
  }

  return {
    usable: () => state !== 'over' && socket.isOpen,
    isReused: () => count > 0,
    stands: () => state !== 'over' && connectedAt !== undefined,
    close: () => {
      socket.close();
      finish('closed');
    },
    send: (request, sight, pending) => {
      const id = ++count;
      open.set(id, { ...pending, sight });
      const message: HttpMessage = { kind: 'request', id, request };
      note(sight);
      if (state === 'ready') socket.send(message);
      else waiting.push({ message, sight });
      return () => {
        if (open.delete(id)) socket.send({ kind: 'cancel', id });
      };
    },
  };
}

function receive(message: HttpMessage, open: Map<number, Open>, now: number): void {
  if (message.kind !== 'answer' && message.kind !== 'chunk' && message.kind !== 'done') return;
  const pending = open.get(message.id);
  if (pending === undefined) return;
  pending.sight.firstByteAt ??= now;
  if (message.kind === 'chunk') {
    pending.chunk?.(message.chunk);
    return;
  }
  if (message.kind === 'answer' && message.more) {
    pending.answer = message.answer;
    pending.head?.(message.answer);
    return;
  }
  open.delete(message.id);
  pending.answered(message.kind === 'answer' ? message.answer : (pending.answer ?? { status: 0, body: undefined }));
}

function keepAsking(
  process: Process,
  socket: Socket,
  connection: { readonly heardAt: () => number; readonly finish: (ending: Ending) => void },
): void {
  const look = (): void => {
    if (!socket.isOpen) return;
    const silentMs = process.now() - connection.heardAt();
    // A remainder below a millisecond may be too small to move the clock at all.
    if (silentMs < pingAfterMs - 1) {
      process.after(pingAfterMs - silentMs, look);
      return;
    }
    socket.send({ kind: 'ping' });
    const askedAt = process.now();
    process.after(pongWithinMs, () => {
      if (!socket.isOpen) return;
      if (connection.heardAt() >= askedAt) {
        look();
        return;
      }
      socket.close();
      connection.finish('timeout');
    });
  };
  process.after(pingAfterMs, look);
}
