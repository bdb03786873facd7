import type { Clock } from '../../base/clock.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import { connectionPool, connectionsOnce } from './connections.ts';
import { connectorTo } from './connector.ts';
import { Deadlines } from './deadlines.ts';
import type { Endpoint } from './endpoint.ts';
import { Flight, type Route } from './flight.ts';
import { requestWriter } from './http-request.ts';
import { operationOf } from './operation.ts';

/** Sends the requests of one stream. */
export interface RequestSender {
  /** Sends now what was due at `scheduledAt`; resolves, never rejects, no later than the stream's timeout after it. */
  readonly send: (scheduledAt: number) => Promise<RequestObservation>;
  /** Lets idle connections go, and the others once they are. */
  readonly close: () => void;
}

/**
 * A sender for `stream` to `endpoint`, over HTTP/1.1. Throws TypeError when the endpoint is no origin with an IP literal, its PEM
 * cannot be read, or its path or headers cannot be sent.
 *
 * `new`: a socket of its own for each request, a full TLS handshake, no session resumption.
 * `reused`: a keep-alive pool of the stream's own, last in first out, with as many connections as there are requests under way, so that a
 * hung connection holds up only the request that is on it. A kept-alive connection that dies under a request is reported as it was
 * seen (`reset` or `closed`, `reusedConnection` true) and is not tried again: showing that is what the stream is for. At one
 * request per 100 ms the connection on top of the pool is never idle long enough for a server to close it on its own.
 */
export function requestSender(stream: StreamSpec, endpoint: Endpoint, clock: Clock): RequestSender {
  const operation = operationOf(stream, endpoint);
  const { host, protocol } = new URL(endpoint.url);
  const requestOf = requestWriter(operation, host, stream.connection);
  const connections = stream.connection === 'new' ? connectionsOnce : connectionPool(clock);
  const deadlines = new Deadlines(clock);
  const connect = connectorTo(endpoint, stream.connection);
  const route: Route = {
    clock,
    stream,
    connect,
    connections,
    deadlines,
    secure: protocol === 'https:',
    expected: operation.expected,
  };
  let count = 0;
  return {
    send: (scheduledAt) =>
      new Promise((resolve) => {
        count += 1;
        new Flight(route, scheduledAt, requestOf(count), resolve);
      }),
    close: () => {
      deadlines.close();
      connections.close();
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
