import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Connector } from './connector.ts';

/** What a connection is used for at a time, and who hears what becomes of it. */
export interface Exchange {
  readonly connected: () => void;
  /** The TLS session is there, and the peer is who it should be. */
  readonly secured: () => void;
  /** The bytes may be overwritten after the call. */
  readonly received: (bytes: Buffer) => void;
  /** The peer sends no more. */
  readonly ended: () => void;
  readonly failed: (error: Error) => void;
  readonly closed: () => void;
}

const ignore = (): void => undefined;
/** Late news are nobody's; an error must be heard all the same, or it would end the process. */
const nobody: Exchange = {
  connected: ignore,
  secured: ignore,
  received: ignore,
  ended: ignore,
  failed: ignore,
  closed: ignore,
};

/** A connection, for one exchange after the other. */
export class Connection {
  /** Who hears of it. */
  exchange: Exchange;
  readonly #socket: Socket;

  /** Begins it. */
  constructor(connect: Connector, exchange: Exchange) {
    this.exchange = exchange;
    this.#socket = connect((bytes) => this.exchange.received(bytes));
    this.#socket.on('connect', () => this.exchange.connected());
    this.#socket.on('secureConnect', () => this.exchange.secured());
    this.#socket.on('end', () => this.exchange.ended());
    this.#socket.on('error', (error) => this.exchange.failed(error));
    this.#socket.on('close', () => this.exchange.closed());
  }

  /** The peer's, once connected. */
  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  /** Whether another request can be sent over it, for all that is known: both ways are open. */
  get usable(): boolean {
    return this.#socket.readyState === 'open';
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Takes leave of the peer, and of whoever used it. */
  finish(): void {
    this.exchange = nobody;
    // TLS has a word of farewell (RFC 8446, 6.1). Of TCP the peer hears the same whether it is ended first or not.
    if (this.#socket instanceof TLSSocket) this.#socket.destroySoon();
    else this.#socket.destroy();
  }

  /** Lets it go at once. */
  drop(): void {
    this.exchange = nobody;
    this.#socket.destroy();
  }
}
