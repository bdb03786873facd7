import { FewMap } from '../../../base/few-map.ts';
import type { Cancel, Process } from '../engine/process.ts';
import type { Interface, Network, Socket } from '../network/network.ts';
import { proxied, proxyRules } from './proxy.ts';
import type { Exchange, HttpStream } from './exchange.ts';
import type { HttpAnswer, HttpMessage, HttpRequest } from './messages.ts';

/** How connections are served that were taken. */
export interface HttpHandling {
  readonly process: Process;
  readonly on: Interface;
  readonly port: number;
  readonly handler: (exchange: Exchange) => void;
  /** Called for a TLS handshake; welcomes when `done` is called. Without it the server speaks plain HTTP, and welcomes at once. */
  readonly handshake?: (done: () => void) => void;
  /** Whether its certificate has expired; default: never. */
  readonly expired?: () => boolean;
}

export interface HttpServerOptions extends HttpHandling {
  readonly network: Network;
}

/** Answers HTTP on a port until the process ends. */
export function serveHttp(options: HttpServerOptions): Cancel {
  const { network, process, on, port } = options;
  return network.listen(process, on, port, (socket) => acceptHttp(socket, options));
}

/** Speaks HTTP on a connection that was taken already. */
export function acceptHttp(socket: Socket, options: HttpHandling): void {
  const connection = new Connection(socket, options);
  socket.onMessage = (raw) => connection.receive(raw as HttpMessage);
  socket.onEnd = () => connection.ended();
}

/** One connection of a server, with the requests on it that are not answered yet. */
class Connection {
  readonly socket: Socket;
  readonly open = new FewMap<number, Exchange>();
  readonly #options: HttpHandling;
  #handle: HttpServerOptions['handler'];

  constructor(socket: Socket, options: HttpHandling) {
    const { on, port, process, handler } = options;
    this.socket = socket;
    this.#options = options;
    const rules = proxyRules(on, port);
    const wait = (ms: number, then: () => void): void => void process.after(ms, then);
    this.#handle = rules === undefined ? handler : proxied(rules, wait, handler);
  }

  receive(message: HttpMessage): void {
    const { handshake, handler } = this.#options;
    if (message.kind === 'request') {
      const exchange = new OpenExchange(this, message.id, message.request);
      this.open.set(message.id, exchange);
      this.#handle(exchange);
    } else if (message.kind === 'hello') {
      // What is encrypted goes past a proxy that cannot read it.
      this.#handle = handler;
      if (handshake === undefined) this.#welcome();
      else handshake(() => this.#welcome());
    } else if (message.kind === 'ping') this.socket.send({ kind: 'pong' });
    else if (message.kind === 'cancel') this.#gone(message.id);
  }

  ended(): void {
    if (this.open.size > 0) for (const id of this.open.keys()) this.#gone(id);
  }

  #welcome(): void {
    const expired = this.#options.expired?.() === true;
    this.socket.send(expired ? { kind: 'welcome', expired } : { kind: 'welcome' });
  }

  #gone(id: number): void {
    const exchange = this.open.get(id);
    if (this.open.delete(id)) exchange?.onGone();
  }
}

const nothing = (): void => undefined;

class OpenExchange implements Exchange {
  readonly request: HttpRequest;
  onGone: () => void = nothing;
  readonly #connection: Connection;
  readonly #id: number;

  constructor(connection: Connection, id: number, request: HttpRequest) {
    this.#connection = connection;
    this.#id = id;
    this.request = request;
  }

  get from(): string {
    return this.#connection.socket.remote.address;
  }

  /** A closure of its own: handlers take it out of the exchange. */
  readonly answer = (answer: HttpAnswer): void => {
    const { open, socket } = this.#connection;
    if (open.delete(this.#id)) socket.send({ kind: 'answer', id: this.#id, answer, more: false });
  };

  stream(status: number): HttpStream {
    const { open, socket } = this.#connection;
    const id = this.#id;
    if (open.get(id) !== undefined)
      socket.send({ kind: 'answer', id, answer: { status, body: undefined }, more: true });
    return {
      send: (chunk) => {
        if (open.get(id) !== undefined) socket.send({ kind: 'chunk', id, chunk });
      },
      end: () => {
        if (open.delete(id)) socket.send({ kind: 'done', id });
      },
    };
  }

  abort(): void {
    this.#connection.socket.close();
  }
}
