import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../../base/clock.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import { Connection, type Exchange } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Connector } from './connector.ts';
import type { Deadlines, Limited } from './deadlines.ts';
import { type BodySink, ResponseReader } from './http-response.ts';
import { type Failure, failureOf, failureOfStatus } from './request-error.ts';

/** What all requests of a stream have in common. */
export interface Route {
  readonly clock: Clock;
  readonly stream: StreamSpec;
  readonly secure: boolean;
  readonly expected: (status: number) => boolean;
  readonly connect: Connector;
  readonly connections: Connections;
  readonly deadlines: Deadlines;
}

/** What was seen of a request so far. */
interface Sight {
  readonly sentAt: number;
  connectedAt?: number;
  securedAt?: number;
  firstByteAt?: number;
  status?: number;
  remoteAddress?: string;
  reusedConnection: boolean;
}

const bodyKeptBytes = 4096;

/** One request on its way, from now until its answer was read or it failed; then `land` is told what was seen, once. */
export class Flight implements Exchange, Limited, BodySink {
  readonly limitAt: number;
  readonly #route: Route;
  readonly #scheduledAt: number;
  readonly #request: Buffer;
  readonly #land: (seen: RequestObservation) => void;
  readonly #sight: Sight;
  readonly #response = new ResponseReader(this);
  readonly #connection: Connection;
  #body: { readonly decoder: StringDecoder; text: string; bytes: number } | undefined;

  constructor(route: Route, scheduledAt: number, request: Buffer, land: (seen: RequestObservation) => void) {
    this.#route = route;
    this.#scheduledAt = scheduledAt;
    this.#request = request;
    this.#land = land;
    this.limitAt = scheduledAt + route.stream.timeoutMs;
    this.#sight = { sentAt: route.clock.now(), reusedConnection: false };
    const kept = route.connections.idle(this);
    this.#connection = kept ?? new Connection(route.connect, this);
    route.deadlines.add(this);
    if (kept === undefined) return;
    this.#sight.reusedConnection = true;
    this.#noteAddress();
    kept.write(request);
  }

  connected(): void {
    this.#sight.connectedAt = this.#route.clock.now();
    this.#noteAddress();
    if (!this.#route.secure) this.#connection.write(this.#request);
  }

  secured(): void {
    this.#sight.securedAt = this.#route.clock.now();
    this.#connection.write(this.#request);
  }

  received(bytes: Buffer): void {
    // Before anything is done with them: of many answers that come at once, the last must not wait for the first to be read.
    const now = this.#route.clock.now();
    try {
      this.#response.take(bytes, now);
    } catch (error) {
      this.#fail(now, failureOf(error as Error));
      return;
    }
    if (this.#response.done) this.#arrive(now);
  }

  ended(): void {
    const { clock, secure } = this.#route;
    const { reusedConnection, securedAt } = this.#sight;
    // node:tls says why.
    if (secure && securedAt === undefined && !reusedConnection) return;
    if (this.#response.end()) this.#arrive(clock.now());
    else if (this.#response.status === 0) this.#fail(clock.now(), { error: 'closed', detail: 'socket hang up' });
    else this.closed();
  }

  failed(error: Error): void {
    this.#fail(this.#route.clock.now(), failureOf(error));
  }

  closed(): void {
    this.#fail(this.#route.clock.now(), { error: 'closed', detail: 'the connection closed before an answer' });
  }

  overrun(): void {
    const { clock, stream } = this.#route;
    this.#fail(clock.now(), { error: 'timeout', detail: `${this.#missing()} within ${stream.timeoutMs} ms` });
  }

  body(bytes: Buffer): void {
    if (this.#route.expected(this.#response.status)) return;
    this.#body ??= { decoder: new StringDecoder('utf8'), text: '', bytes: 0 };
    const kept = bytes.subarray(0, bodyKeptBytes - this.#body.bytes);
    this.#body.bytes += kept.length;
    this.#body.text += this.#body.decoder.write(kept);
  }

  #noteAddress(): void {
    const { remoteAddress } = this.#connection;
    if (remoteAddress !== undefined) this.#sight.remoteAddress = remoteAddress;
  }

  #arrive(at: number): void {
    this.#route.connections.giveBack(this.#connection, this.#response.keepMs);
    const { status } = this.#response;
    this.#settle(at, this.#route.expected(status) ? undefined : failureOfStatus(status, this.#body?.text ?? ''));
  }

  #fail(at: number, failure: Failure): void {
    this.#connection.drop();
    this.#settle(at, failure);
  }

  #missing(): string {
    const { connectedAt, reusedConnection, securedAt } = this.#sight;
    if (this.#response.status !== 0) return 'the body did not end';
    if (this.#response.firstByteAt !== undefined) return 'the header did not end';
    if (reusedConnection) return 'no answer on a kept-alive connection';
    if (connectedAt === undefined) return 'no connection';
    return this.#route.secure && securedAt === undefined ? 'no TLS session' : 'no answer';
  }

  #settle(endedAt: number, failure: Failure | undefined): void {
    const { stream, deadlines } = this.#route;
    const scheduledAt = this.#scheduledAt;
    const sight = this.#sight;
    const { firstByteAt, status } = this.#response;
    deadlines.strike(this);
    if (firstByteAt !== undefined) sight.firstByteAt = firstByteAt;
    if (status !== 0) sight.status = status;
    const why = failure ?? slowness(stream, endedAt - scheduledAt, status);
    this.#land({ kind: 'request', stream: stream.id, scheduledAt, ...sight, endedAt, good: why === undefined, ...why });
  }
}

function slowness({ goodWithinMs }: StreamSpec, tookMs: number, status: number): Failure | undefined {
  return tookMs > goodWithinMs ? { error: 'slow', detail: `${status} after ${Math.round(tookMs)} ms` } : undefined;
}
