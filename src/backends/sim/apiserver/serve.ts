import { pathAndQuery } from '../api/asked.ts';
import type { ApiContext, WatchRequest } from '../api/handler.ts';
import { handleApi } from '../api/rest.ts';
import type { Cancel } from '../engine/process.ts';
import type { Exchange } from '../http/exchange.ts';
import { allottedTimeout, refusalOf, reinitializing, tooManyRequests } from './refusals.ts';
import type { Server } from './server.ts';
import { storageOf } from './storage.ts';
import { bookmarkAt } from './watch-cache.ts';

/** Mutating handlers give up after this, whatever the caller would wait (k8s.io/apiserver, endpoints/handlers/rest.go). */
const mutatingLimitMs = 34_000;
/** Of requests that the time-out filter ends, so many find the handler writing at that very moment, and are cut off (measured: 6 of 50). */
const cutOffShare = 1 / 8;

interface Asked {
  readonly mutating: boolean;
  readonly watching: boolean;
  /** The caller's `?timeout=`, in ms. */
  readonly timeoutMs: number | undefined;
  readonly inParts: boolean;
}

/** Takes one request of the API from its seat to its answer. */
export function serveApi(server: Server, exchange: Exchange, arrivedAt: number): void {
  const request = new Served(server, exchange, arrivedAt);
  if (request.asked.watching) request.handle();
  else {
    server.seats.take(
      () => request.handle(),
      (reason) => {
        server.metrics.reject(reason);
        exchange.answer(tooManyRequests);
      },
    );
  }
}

/** One request that is worked on. A class: hundreds come and go in a second. */
class Served {
  readonly asked: Asked;
  readonly #server: Server;
  readonly #exchange: Exchange;
  readonly #arrivedAt: number;
  readonly #linedUpAt: number;
  #beganAt = 0;
  /** For webhooks. */
  #waitedMs = 0;
  #over = false;
  #disarm: Cancel | undefined;

  /** Made when it takes its place in the line for a seat. */
  constructor(server: Server, exchange: Exchange, arrivedAt: number) {
    this.#server = server;
    this.#exchange = exchange;
    this.#arrivedAt = arrivedAt;
    this.#linedUpAt = server.options.process.now();
    this.asked = askedBy(exchange);
  }

  handle(): void {
    const server = this.#server;
    const exchange = this.#exchange;
    const { process, params } = server.options;
    const { mutating, watching, inParts, timeoutMs = params.requestTimeoutMs } = this.asked;
    const limitMs = Math.min(timeoutMs, params.requestTimeoutMs);
    this.#beganAt = process.now();
    if (!watching) {
      server.inflight.begin(mutating ? 'mutating' : 'readOnly');
      // The filter is armed before the handler's own limit: where both fall due together it is first.
      this.#disarm = process.after(limitMs, () => this.#timeOut());
    }
    // A handler whose client has gone is called off: its seat is free.
    exchange.onGone = () => this.#finish(0);
    const deadlineAt = this.#beganAt + (mutating ? Math.min(mutatingLimitMs, limitMs) : limitMs);
    const storage = storageOf(server, { deadlineAt: watching ? undefined : deadlineAt, inParts });
    // Field by field: spread into an object, for each request, they would cost more than what they are for.
    const { newUid, newSuffix, timestamp, unixMs, tolerationSeconds } = server.context;
    void this.#answer({ storage, newUid, newSuffix, timestamp, unixMs, tolerationSeconds, admit: this.#admit });
  }

  async #answer(context: ApiContext): Promise<void> {
    const exchange = this.#exchange;
    try {
      const handled = await handleApi(exchange.request, context);
      if (this.#over) return;
      this.#finish('watch' in handled ? 200 : handled.status);
      if ('watch' in handled) serveWatch(this.#server, exchange, handled.watch);
      else exchange.answer(handled);
    } catch (error) {
      if (this.#over) return;
      const refusal = refusalOf(error);
      this.#finish(refusal.status);
      exchange.answer(refusal);
    }
  }

  readonly #admit: ApiContext['admit'] = async (resource, operation, object) => {
    const { context, options } = this.#server;
    const askedAt = options.process.now();
    try {
      return await context.admit(resource, operation, object);
    } finally {
      this.#waitedMs += options.process.now() - askedAt;
    }
  };

  #timeOut(): void {
    this.#finish(allottedTimeout.status);
    if (this.#server.options.random.next() < cutOffShare) this.#exchange.abort();
    else this.#exchange.answer(allottedTimeout);
  }

  #finish(code: number): void {
    if (this.#over) return;
    this.#over = true;
    this.#disarm?.();
    if (this.asked.watching) return;
    const server = this.#server;
    server.seats.leave();
    server.inflight.end(this.asked.mutating ? 'mutating' : 'readOnly');
    const waitedMs = this.#beganAt - this.#linedUpAt + this.#waitedMs;
    const ms = server.options.process.now() - this.#arrivedAt;
    server.metrics.observe(this.#exchange.request, code, { ms, waitedMs });
  }
}

function askedBy({ request: { method, path } }: Exchange): Asked {
  const { query } = pathAndQuery(path);
  if (query.size === 0) return { mutating: method !== 'GET', watching: false, timeoutMs: undefined, inParts: false };
  const watch = query.get('watch');
  return {
    mutating: method !== 'GET',
    watching: method === 'GET' && (watch === '1' || watch === 'true'),
    timeoutMs: durationMs(query.get('timeout')),
    inParts: query.has('continue') || Number(query.get('limit') ?? 0) > 0,
  };
}

/** `3s`, `500ms`, `1m`: what Go's durations are sent as; bare numbers are seconds. */
function durationMs(text: string | null): number | undefined {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text ?? '') ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : 60_000);
}

/** --min-request-timeout: a watch ends at random between so long and twice so long. */
const minWatchMs = 1_800_000;

function serveWatch({ options, cache }: Server, exchange: Exchange, request: WatchRequest): void {
  const downMs = cache.downMs();
  if (downMs !== undefined) {
    exchange.answer(reinitializing(downMs).answer);
    return;
  }
  const { process, random } = options;
  const stream = exchange.stream(200);
  const disarm = process.after(request.timeoutMs ?? minWatchMs * (1 + random.next()), () => {
    if (request.bookmarks) stream.send(bookmarkAt(request, cache.revision()));
    stop();
    stream.end();
  });
  const stop = cache.watch(request, {
    event: (event) => stream.send(event),
    end: () => {
      disarm();
      stream.end();
    },
  });
  exchange.onGone = () => {
    disarm();
    stop();
  };
}
