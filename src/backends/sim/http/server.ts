import type { Cancel, Process } from '../engine/process.ts';
import type { Interface, Network, Socket } from '../network/network.ts';
import type { HttpAnswer, HttpMessage, HttpRequest } from './messages.ts';

/** An answer that goes on: chunks until one side has enough. */
interface HttpStream {
  readonly send: (chunk: unknown) => void;
  readonly end: () => void;
}

/** One request at a server, to be answered once. Answers to somebody who is gone are dropped. */
export interface Exchange {
  readonly request: HttpRequest;
  /** Whom it came from. */
  readonly from: string;
  readonly answer: (answer: HttpAnswer) => void;
  readonly stream: (status: number) => HttpStream;
  /** Closes the connection without an answer. */
  readonly abort: () => void;
  /** Called when the client gave up or its connection ended before the answer did. */
  onGone: () => void;
}

export interface HttpServerOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly port: number;
  readonly handler: (exchange: Exchange) => void;
  /** Called for a TLS handshake; welcomes when `done` is called. Without it the server speaks plain HTTP, and welcomes at once. */
  readonly handshake?: (done: () => void) => void;
  /** Whether its certificate has expired; default: never. */
  readonly expired?: () => boolean;
}

/** Answers HTTP on a port until the process ends. */
export function serveHttp(options: HttpServerOptions): Cancel {
  const { network, process, on, port, handler, handshake, expired } = options;
  return network.listen(process, on, port, (socket) => {
    const open = new Map<number, Exchange>();
    socket.onMessage = (raw) => {
      const message = raw as HttpMessage;
      if (message.kind === 'hello')
        (handshake ?? immediately)(() => socket.send({ kind: 'welcome', expired: expired?.() === true }));
      else if (message.kind === 'ping') socket.send({ kind: 'pong' });
      else if (message.kind === 'request') {
        const exchange = exchangeOf(socket, message.id, message.request, open);
        open.set(message.id, exchange);
        handler(exchange);
      } else if (message.kind === 'cancel') gone(open, message.id);
    };
    socket.onEnd = () => {
      for (const id of [...open.keys()]) gone(open, id);
    };
  });
}

function immediately(done: () => void): void {
  done();
}

function gone(open: Map<number, Exchange>, id: number): void {
  const exchange = open.get(id);
  if (open.delete(id)) exchange?.onGone();
}

function exchangeOf(socket: Socket, id: number, request: HttpRequest, open: Map<number, Exchange>): Exchange {
  const isOpen = (): boolean => open.has(id);
  return {
    request,
    from: socket.remote.address,
    answer: (answer) => {
      if (open.delete(id)) socket.send({ kind: 'answer', id, answer, more: false });
    },
    stream: (status) => {
      if (isOpen()) socket.send({ kind: 'answer', id, answer: { status, body: undefined }, more: true });
      return {
        send: (chunk) => {
          if (isOpen()) socket.send({ kind: 'chunk', id, chunk });
        },
        end: () => {
          if (open.delete(id)) socket.send({ kind: 'done', id });
        },
      };
    },
    abort: () => socket.close(),
    onGone: () => undefined,
  };
}
