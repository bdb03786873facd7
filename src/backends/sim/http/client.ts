import type { RequestError } from '../../../core/observation.ts';
import type { Cancel, Process } from '../engine/process.ts';
import type { Dialer, Ending, Interface, Place } from '../network/network.ts';
import { type Dialed, type HttpConnection, openConnection, type Pending } from './client-connection.ts';
import type { HttpAnswer, HttpRequest } from './messages.ts';
import { type SharedConnection, sharedConnection } from './shared-connection.ts';
import { noSight, type Sight } from './sight.ts';

/** `new`: a connection for this request alone. `pooled`: one that is idle, HTTP/1.1. `shared`: one for all, HTTP/2 with pings. */
export type ConnectionUse = 'new' | 'pooled' | 'shared';

interface CallOptions {
  readonly to: Place;
  readonly use: ConnectionUse;
  readonly tls: boolean;
  /** Whether the server's certificate must hold; default: yes. */
  readonly verify?: boolean;
  /** Given up after this; undefined: never. */
  readonly timeoutMs?: number;
  /** What is said of the time-out, where the caller has waited before; else the same. */
  readonly saysMs?: number;
}

/** How a call ended. `chunk`s of an answer that goes on come before. */
export type Outcome = { readonly sight: Sight } & (
  | { readonly answer: HttpAnswer }
  | { readonly answer?: undefined; readonly error: RequestError; readonly detail: string }
);

export interface CallHandlers {
  /** Once, when the answer is complete or there will be none. */
  readonly done: (outcome: Outcome) => void;
  /** The beginning of an answer that goes on. */
  readonly head?: (answer: HttpAnswer) => void;
  readonly chunk?: (chunk: unknown) => void;
}

/** Sends requests from one process at one address. */
export interface HttpClient {
  /** Returns how to give it up; then `done` is not called. */
  readonly call: (request: HttpRequest, options: CallOptions, handlers: CallHandlers) => Cancel;
  /** Whether a pooled connection stands there that nothing is under way on. */
  readonly hasIdle: (to: Place) => boolean;
  /** Ends all connections that nothing is under way on. */
  readonly close: () => void;
  /** Breaks the shared connections that stand, as a kubelet does whose heartbeats fail; dials go on. */
  readonly breakShared: () => void;
}

/** What Node says of a connection's end (net, http and tls of Node 20), as src/backends/prober reports it. */
function endOf(ending: Ending, sight: Sight, { to, tls }: CallOptions): { error: RequestError; detail: string } {
  const place = `${to.address}:${to.port}`;
  const isUp = sight.connectedAt !== undefined || sight.reusedConnection;
  switch (ending) {
    case 'closed':
      return { error: 'closed', detail: closedText(sight, tls) };
    case 'reset':
      return { error: 'reset', detail: 'read ECONNRESET' };
    case 'refused':
      return { error: 'refused', detail: `connect ECONNREFUSED ${place}` };
    case 'unreachable':
      return { error: 'unreachable', detail: isUp ? 'read EHOSTUNREACH' : `connect EHOSTUNREACH ${place}` };
    case 'timeout':
      return { error: 'timeout', detail: isUp ? 'read ETIMEDOUT' : `connect ETIMEDOUT ${place}` };
    case 'untrusted':
      return { error: 'tls', detail: 'certificate has expired' };
  }
}

function closedText({ reusedConnection, securedAt }: Sight, tls: boolean): string {
  return tls && !reusedConnection && securedAt === undefined
    ? 'Client network socket disconnected before secure TLS connection was established'
    : 'socket hang up';
}

/** A client without connections; where the process is `warm`, with those that its requests share about to be there. */
export function httpClient(network: Dialer, process: Process, from: Interface, warm = false): HttpClient {
  const pool = connectionPool(
    ({ to, tls, verify = true }, shared) =>
      openConnection({ network, process, from, to, tls, verify, ...(shared === undefined ? {} : { shared }) }),
    warm,
  );
  return {
    call: (request, options, handlers) => {
      const call = new Call(options, handlers, pool);
      call.start(request, process);
      return () => call.giveUp();
    },
    hasIdle: pool.hasIdle,
    close: pool.close,
    breakShared: pool.breakShared,
  };
}

interface Pool {
  readonly hasIdle: (to: Place) => boolean;
  readonly take: (options: CallOptions) => HttpConnection;
  readonly giveBack: (connection: HttpConnection, options: CallOptions) => void;
  readonly close: () => void;
  readonly breakShared: () => void;
}

function connectionPool(open: (options: CallOptions, shared?: Dialed) => HttpConnection, warm: boolean): Pool {
  const pools = new Map<string, HttpConnection[]>();
  const shared = new Map<string, SharedConnection>();
  // Callers ask one place again and again: its key is made once.
  let last: { readonly to: Place; readonly key: string } | undefined;
  const keyOf = ({ to }: CallOptions): string => {
    if (last?.to !== to) last = { to, key: `${to.address}:${to.port}` };
    return last.key;
  };
  const pooled = (options: CallOptions): HttpConnection => {
    const key = keyOf(options);
    const idle = pools.get(key) ?? [];
    pools.set(key, idle);
    // Last in, first out, as Node's agent does for `reused` streams.
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) if (last.usable()) return last;
    return open(options);
  };
  const common = (options: CallOptions): HttpConnection => {
    const key = keyOf(options);
    const known = shared.get(key) ?? sharedConnection((told) => open(options, told), warm);
    shared.set(key, known);
    return known.take();
  };
  return {
    hasIdle: ({ address, port }) => (pools.get(`${address}:${port}`) ?? []).some((one) => one.usable()),
    take: (options) => {
      if (options.use === 'new') return open(options);
      return options.use === 'shared' ? common(options) : pooled(options);
    },
    giveBack: (connection, options) => {
      if (options.use === 'new') connection.close();
      else if (options.use === 'pooled' && connection.usable()) pools.get(keyOf(options))?.push(connection);
    },
    close: () => {
      for (const idle of pools.values()) idle.splice(0).forEach((connection) => connection.close());
      for (const one of shared.values()) one.close();
      shared.clear();
    },
    breakShared: () => {
      for (const one of shared.values()) one.break();
    },
  };
}

/** One call, from its connection to its outcome. */
class Call implements Pending {
  readonly sight: Sight;
  readonly #options: CallOptions;
  readonly #handlers: CallHandlers;
  readonly #pool: Pool;
  readonly #connection: HttpConnection;
  #id = 0;
  #over = false;
  #disarm: Cancel | undefined;

  constructor(options: CallOptions, handlers: CallHandlers, pool: Pool) {
    this.#options = options;
    this.#handlers = handlers;
    this.#pool = pool;
    this.#connection = pool.take(options);
    this.sight = noSight(this.#connection.isReused());
  }

  get head(): CallHandlers['head'] {
    return this.#handlers.head;
  }

  get chunk(): CallHandlers['chunk'] {
    return this.#handlers.chunk;
  }

  start(request: HttpRequest, process: Process): void {
    const { timeoutMs } = this.#options;
    this.#id = this.#connection.send(request, this);
    if (timeoutMs !== undefined) this.#disarm = process.after(timeoutMs, () => this.#timeOut());
  }

  answered(answer: HttpAnswer): void {
    this.#pool.giveBack(this.#connection, this.#options);
    if (this.#end()) this.#handlers.done({ sight: this.sight, answer });
  }

  ended(ending: Ending): void {
    if (this.#end()) this.#handlers.done({ sight: this.sight, ...endOf(ending, this.sight, this.#options) });
  }

  giveUp(): void {
    if (this.#end()) this.#letGo();
  }

  #timeOut(): void {
    if (!this.#end()) return;
    this.#letGo();
    this.#handlers.done({ sight: this.sight, error: 'timeout', detail: missing(this.sight, this.#options) });
  }

  #letGo(): void {
    this.#connection.cancel(this.#id);
    // An HTTP/1.1 connection with an unanswered request on it is of no use to anybody.
    if (this.#options.use !== 'shared') this.#connection.close();
  }

  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#disarm?.();
    return true;
  }
}

function missing(
  { connectedAt, firstByteAt, reusedConnection, securedAt }: Sight,
  { tls, timeoutMs = 0, saysMs = timeoutMs }: CallOptions,
): string {
  const within = ` within ${Math.round(saysMs)} ms`;
  if (firstByteAt !== undefined) return `the body did not end${within}`;
  if (reusedConnection) return `no answer on a kept-alive connection${within}`;
  if (connectedAt === undefined) return `no connection${within}`;
  return tls && securedAt === undefined ? `no TLS session${within}` : `no answer${within}`;
}
