import http from 'node:http';
import https from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type Clock, sleepUntil } from '../../base/clock.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import { operationOf } from './operation.ts';
import { type Failure, failureOf, failureOfStatus } from './request-error.ts';
import { tlsOptions, tlsSocket } from './tls-socket.ts';

/** Sends the requests of one stream. */
export interface RequestSender {
  /** Sends now what was due at `scheduledAt`; resolves, never rejects, no later than the stream's timeout after it. */
  readonly send: (scheduledAt: number) => Promise<RequestObservation>;
  /** Lets idle connections go. */
  readonly close: () => void;
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

/** One request on its way: `start` makes it. */
interface Flight {
  readonly clock: Clock;
  readonly stream: StreamSpec;
  readonly scheduledAt: number;
  readonly secure: boolean;
  readonly expected: (status: number) => boolean;
  readonly start: () => http.ClientRequest;
}

const bodyKeptBytes = 4096;
const settled = 'settled';

/**
 * A sender for `stream` to `endpoint`. Throws TypeError when the endpoint is no origin with an IP literal, or its PEM cannot be read.
 *
 * `new`: a socket of its own for each request, a full TLS handshake, no session resumption.
 * `reused`: a keep-alive pool of the stream's own, last in first out, unbounded, so that a hung connection holds up
 * only the request that is on it. A kept-alive connection that dies under a request is reported as it was seen
 * (`reset` or `closed`, `reusedConnection` true) and is not tried again: showing that is what the stream is for. At one
 * request per 100 ms the connection on top of the pool is never idle long enough for a server to close it on its own.
 */
export function requestSender(stream: StreamSpec, endpoint: Endpoint, clock: Clock): RequestSender {
  const { method, path, headers, expected, body } = operationOf(stream, endpoint);
  const connect = connector(endpoint);
  const { protocol, host } = new URL(endpoint.url);
  const secure = protocol === 'https:';
  // Without an agent node:http takes a socket for each request, and asks for it to be closed.
  const own = stream.connection === 'new' ? { createConnection: connect } : { agent: keepAliveAgent(secure, connect) };
  let count = 0;
  const start = (): http.ClientRequest => {
    count += 1;
    const text = body(count);
    const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
    const options = { ...own, protocol, host, method, path, headers: { ...headers, ...length } };
    const request = secure ? https.request(options) : http.request(options);
    request.end(text);
    return request;
  };
  return {
    send: (scheduledAt) => fly({ clock, stream, scheduledAt, secure, expected, start }),
    close: () => {
      own.agent?.destroy();
    },
  };
}

/** The observation of a request that was not sent, because its time was over before the prober came to it. */
export function notSent(stream: StreamSpec, scheduledAt: number, now: number): RequestObservation {
  const detail = `not sent: the prober itself was ${Math.round(now - scheduledAt)} ms late`;
  return {
    kind: 'request',
    stream: stream.id,
    scheduledAt,
    sentAt: now,
    endedAt: now,
    good: false,
    error: 'other',
    detail,
    reusedConnection: false,
  };
}

/** What makes a connection to `endpoint`. */
function connector({ target, tls, url }: Endpoint): () => Socket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 0) throw new TypeError(`the address of ${target} must be an IP literal, not ${hostname}`);
  const standardPort = protocol === 'https:' ? 443 : 80;
  const address = { host, family, port: port === '' ? standardPort : Number(port), autoSelectFamily: false } as const;
  if (protocol !== 'https:') return () => connectTcp(address);
  const options = { ...address, ...tlsOptions(tls) };
  return () => tlsSocket(options);
}

function keepAliveAgent(secure: boolean, createConnection: () => Socket): http.Agent {
  const options = { keepAlive: true, scheduling: 'lifo', maxSockets: Infinity, maxFreeSockets: 64 } as const;
  return Object.assign(secure ? new https.Agent(options) : new http.Agent(options), { createConnection });
}

function fly(flight: Flight): Promise<RequestObservation> {
  const { clock, stream, scheduledAt } = flight;
  return new Promise((resolve) => {
    const sight: Sight = { sentAt: clock.now(), reusedConnection: false };
    const over = new AbortController();
    const settle = (failure?: Failure): void => {
      if (over.signal.aborted) return;
      // With a reason of its own: the default one records where it was made, each time.
      over.abort(settled);
      resolve(observation(flight, sight, clock.now(), failure));
    };
    const request = flight.start();
    noteConnection(request, sight, clock);
    readAnswer(request, flight, sight, settle);
    // Each of these is an outcome until another came first; the listeners stay, as a late error must not be unhandled.
    request.on('error', (error) => settle(failureOf(error)));
    request.on('close', () => settle({ error: 'closed', detail: 'the connection closed before an answer' }));
    void sleepUntil(clock, scheduledAt + stream.timeoutMs, over.signal).then(() => {
      if (over.signal.aborted) return;
      settle({ error: 'timeout', detail: `${missing(sight, flight)} within ${stream.timeoutMs} ms` });
      request.destroy();
    });
  });
}

function noteConnection(request: http.ClientRequest, sight: Sight, clock: Clock): void {
  request.on('socket', (socket) => {
    const connected = (): void => {
      if (socket.remoteAddress !== undefined) sight.remoteAddress = socket.remoteAddress;
    };
    if (request.reusedSocket) {
      sight.reusedConnection = true;
      connected();
      return;
    }
    socket.once('connect', () => {
      sight.connectedAt = clock.now();
      connected();
    });
    socket.once('secureConnect', () => {
      sight.securedAt = clock.now();
    });
  });
}

function readAnswer(
  request: http.ClientRequest,
  { clock, expected }: Flight,
  sight: Sight,
  settle: (failure?: Failure) => void,
): void {
  request.on('response', (response) => {
    const status = response.statusCode ?? 0;
    sight.firstByteAt = clock.now();
    sight.status = status;
    let body = '';
    response.on('data', (chunk: Buffer) => {
      if (!expected(status) && body.length < bodyKeptBytes) body += chunk.toString('utf8');
    });
    response.on('end', () => settle(expected(status) ? undefined : failureOfStatus(status, body)));
    response.on('error', (error) => settle(failureOf(error)));
  });
}

function missing({ connectedAt, firstByteAt, reusedConnection, securedAt }: Sight, { secure }: Flight): string {
  if (firstByteAt !== undefined) return 'the body did not end';
  if (reusedConnection) return 'no answer on a kept-alive connection';
  if (connectedAt === undefined) return 'no connection';
  return secure && securedAt === undefined ? 'no TLS session' : 'no answer';
}

function observation(flight: Flight, sight: Sight, endedAt: number, failure?: Failure): RequestObservation {
  const { stream, scheduledAt } = flight;
  const tookMs = endedAt - scheduledAt;
  const slow: Failure | undefined =
    tookMs > stream.goodWithinMs
      ? { error: 'slow', detail: `${sight.status ?? 0} after ${Math.round(tookMs)} ms` }
      : undefined;
  const why = failure ?? slow;
  return { kind: 'request', stream: stream.id, scheduledAt, ...sight, endedAt, good: why === undefined, ...why };
}
