import { FewMap } from '../../../base/few-map.ts';
import type { Process } from '../engine/process.ts';
import type { Dialer, Ending, Interface, Place, Socket } from '../network/network.ts';
import type { HttpAnswer, HttpMessage, HttpRequest } from './messages.ts';
import type { Sight } from './sight.ts';

export interface ConnectionOptions {
  readonly network: Dialer;
  readonly process: Process;
  readonly from: Interface;
  readonly to: Place;
  readonly tls: boolean;
  /** Whether the server's certificate must hold; default: yes. */
  readonly verify?: boolean;
  /** One that many requests share: it asks a silent peer whether it is there, and is given up when it is not made, or does not say. */
  readonly shared?: Dialed;
}

/** What is told of a dial. */
export interface Dialed {
  readonly ready: (made: HttpConnection) => void;
  /** It was not made, or it was and is no more. */
  readonly over: (ending: Ending) => void;
}

/** Who waits for an answer; told once that it is complete, or that there will be none. */
export interface Pending {
  readonly sight: Sight;
  readonly head?: ((answer: HttpAnswer) => void) | undefined;
  readonly chunk?: ((chunk: unknown) => void) | undefined;
  readonly answered: (answer: HttpAnswer) => void;
  readonly ended: (ending: Ending) => void;
}

/** One connection of a client, which requests may share. */
export interface HttpConnection {
  /** Answers with what `cancel` takes. */
  readonly send: (request: HttpRequest, pending: Pending) => number;
  readonly cancel: (id: number) => void;
  /** Open, or about to be. */
  readonly usable: () => boolean;
  /** Whether it has carried a request before. */
  readonly isReused: () => boolean;
  readonly close: () => void;
}

/** Go's HTTP/2 client asks after 30 s of silence and waits 15 s (k8s.io/apimachinery, pkg/util/net/http.go). */
const pingAfterMs = 30_000;
const pongWithinMs = 15_000;
/** How long such a client dials, and then waits for TLS (k8s.io/client-go, transport/cache.go). */
const dialWithinMs = 30_000;
const handshakeWithinMs = 10_000;

/** Connects, and shakes hands where TLS is spoken; requests wait until that is done. */
export function openConnection(options: ConnectionOptions): HttpConnection {
  return new Connection(options);
}

class Connection implements HttpConnection {
  readonly #options: ConnectionOptions;
  readonly #open = new FewMap<number, Pending>();
  readonly #socket: Socket;
  /** Requests that wait for the connection. */
  #waiting: HttpMessage[] | undefined;
  /** What has come of answers that go on. */
  #begun: Map<number, HttpAnswer> | undefined;
  #state: 'opening' | 'ready' | 'over' = 'opening';
  #connectedAt: number | undefined;
  #count = 0;
  #heardAt: number;

  constructor(options: ConnectionOptions) {
    const { network, process, from, to } = options;
    this.#options = options;
    this.#heardAt = process.now();
    this.#socket = network.dial(process, from, to, () => this.#connected());
    this.#socket.onMessage = (raw) => this.#receive(raw as HttpMessage);
    this.#socket.onEnd = (ending) => this.#finish(ending);
    if (options.shared !== undefined) this.#watchOver();
  }

  usable(): boolean {
    return this.#state !== 'over' && this.#socket.isOpen;
  }

  isReused(): boolean {
    return this.#count > 0;
  }

  close(): void {
    this.#socket.close();
    this.#finish('closed');
  }

  send(request: HttpRequest, pending: Pending): number {
    this.#count += 1;
    const id = this.#count;
    this.#open.set(id, pending);
    const message: HttpMessage = { kind: 'request', id, request };
    this.#note(pending.sight);
    if (this.#state === 'ready') this.#socket.send(message);
    else if (this.#waiting === undefined) this.#waiting = [message];
    else this.#waiting.push(message);
    return id;
  }

  cancel(id: number): void {
    this.#begun?.delete(id);
    if (this.#open.delete(id)) this.#socket.send({ kind: 'cancel', id });
  }

  #connected(): void {
    this.#connectedAt = this.#options.process.now();
    this.#heardAt = this.#connectedAt;
    for (const { sight } of this.#open.values()) this.#note(sight);
    if (!this.#options.tls) {
      this.#ready();
      return;
    }
    this.#socket.send({ kind: 'hello' });
    if (this.#options.shared !== undefined) this.#options.process.after(handshakeWithinMs, () => this.#giveUp());
  }

  #welcomed(expired: boolean): void {
    if (!expired || this.#options.verify === false) {
      this.#ready();
      return;
    }
    this.#socket.close();
    this.#finish('untrusted');
  }

  #ready(): void {
    const { tls, process } = this.#options;
    this.#state = 'ready';
    if (tls) for (const { sight } of this.#open.values()) sight.securedAt = process.now();
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const message of waiting) this.#socket.send(message);
    this.#options.shared?.ready(this);
  }

  #note(sight: Sight): void {
    if (this.#connectedAt === undefined) return;
    sight.remoteAddress = this.#options.to.address;
    if (!sight.reusedConnection) sight.connectedAt = this.#connectedAt;
  }

  #finish(ending: Ending): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    const left = this.#open.values();
    this.#open.clear();
    for (const pending of left) pending.ended(ending);
    this.#options.shared?.over(ending);
  }

  #receive(message: HttpMessage): void {
    const now = this.#options.process.now();
    this.#heardAt = now;
    if (message.kind === 'welcome') this.#welcomed(message.expired === true);
    else if ('id' in message) {
      const pending = this.#open.get(message.id);
      if (pending === undefined) return;
      pending.sight.firstByteAt ??= now;
      if (message.kind === 'chunk') pending.chunk?.(message.chunk);
      else this.#answered(message, pending);
    }
  }

  #answered(message: Extract<HttpMessage, { readonly id: number }>, pending: Pending): void {
    const { id } = message;
    if (message.kind === 'answer' && message.more) {
      this.#begun ??= new Map();
      this.#begun.set(id, message.answer);
      pending.head?.(message.answer);
      return;
    }
    this.#open.delete(id);
    const begun = this.#begun?.get(id);
    this.#begun?.delete(id);
    pending.answered(message.kind === 'answer' ? message.answer : (begun ?? { status: 0, body: undefined }));
  }

  /** A connection that is never made, or has gone silent, is given up. */
  #watchOver(): void {
    const { process } = this.#options;
    keepAsking(process, this.#socket, {
      heardAt: () => this.#heardAt,
      finish: (ending) => this.#finish(ending),
    });
    process.after(dialWithinMs, () => {
      if (this.#connectedAt === undefined) this.#giveUp();
    });
  }

  #giveUp(): void {
    if (this.#state !== 'opening') return;
    this.#socket.close();
    this.#finish('timeout');
  }
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
