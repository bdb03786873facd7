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
  /** Whether the server's certificate must hold; default: yes. */
  readonly verify?: boolean;
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
  return new Connection(options);
}

class Connection implements HttpConnection {
  readonly #options: ConnectionOptions;
  readonly #open = new Map<number, Open>();
  readonly #socket: Socket;
  #waiting: Waiting[] = [];
  #state: 'opening' | 'ready' | 'over' = 'opening';
  #connectedAt: number | undefined;
  #count = 0;
  #heardAt: number;

  constructor(options: ConnectionOptions) {
    const { network, process, from, to } = options;
    this.#options = options;
    this.#heardAt = process.now();
    this.#socket = network.dial(process, from, to, () => this.#connected());
    this.#socket.onMessage = (raw) => {
      this.#heardAt = process.now();
      const message = raw as HttpMessage;
      if (message.kind === 'welcome') this.#welcomed(message.expired === true);
      else receive(message, this.#open, process.now());
    };
    this.#socket.onEnd = this.#finish;
    if (options.pings) this.#watchOver();
  }

  readonly usable = (): boolean => this.#state !== 'over' && this.#socket.isOpen;

  readonly isReused = (): boolean => this.#count > 0;

  readonly stands = (): boolean => this.#state !== 'over' && this.#connectedAt !== undefined;

  readonly close = (): void => {
    this.#socket.close();
    this.#finish('closed');
  };

  readonly send: HttpConnection['send'] = (request, sight, pending) => {
    this.#count += 1;
    const id = this.#count;
    this.#open.set(id, { ...pending, sight });
    const message: HttpMessage = { kind: 'request', id, request };
    this.#note(sight);
    if (this.#state === 'ready') this.#socket.send(message);
    else this.#waiting.push({ message, sight });
    return () => {
      if (this.#open.delete(id)) this.#socket.send({ kind: 'cancel', id });
    };
  };

  #connected(): void {
    this.#connectedAt = this.#options.process.now();
    this.#heardAt = this.#connectedAt;
    for (const { sight } of this.#waiting) this.#note(sight);
    if (this.#options.tls) this.#socket.send({ kind: 'hello' });
    else this.#ready();
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
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { message, sight } of waiting) {
      if (tls) sight.securedAt = process.now();
      this.#socket.send(message);
    }
  }

  #note(sight: Sight): void {
    if (this.#connectedAt === undefined) return;
    sight.remoteAddress = this.#options.to.address;
    if (!sight.reusedConnection) sight.connectedAt = this.#connectedAt;
  }

  readonly #finish = (ending: Ending): void => {
    if (this.#state === 'over') return;
    this.#state = 'over';
    const left = [...this.#open.values()];
    this.#open.clear();
    for (const pending of left) pending.ended(ending);
  };

  /** A connection that is never made, or has gone silent, is given up. */
  #watchOver(): void {
    const { process } = this.#options;
    keepAsking(process, this.#socket, { heardAt: () => this.#heardAt, finish: this.#finish });
    process.after(dialWithinMs, () => {
      if (this.#connectedAt !== undefined || this.#state === 'over') return;
      this.#socket.close();
      this.#finish('timeout');
    });
  }
}

function receive(message: HttpMessage, open: Map<number, Open>, now: number): void {
  if (message.kind !== 'answer' && message.kind !== 'chunk' && message.kind !== 'done') return;
  const pending = open.get(message.id);
  if (pending === undefined) return;
  pending.sight.firstByteAt ??= now;
  if (message.kind === 'chunk') pending.chunk?.(message.chunk);
  else if (message.kind === 'answer' && message.more) begin(pending, message.answer);
  else {
    open.delete(message.id);
    pending.answered(message.kind === 'answer' ? message.answer : (pending.answer ?? { status: 0, body: undefined }));
  }
}

/** The head of an answer that goes on. */
function begin(pending: Open, answer: HttpAnswer): void {
  pending.answer = answer;
  pending.head?.(answer);
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
