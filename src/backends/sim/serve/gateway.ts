import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SelfSigned } from '../../prober/self-signed.ts';
import { statusBody } from '../api/status.ts';
import type { Process } from '../engine/process.ts';
import { type HttpConnection, openConnection } from '../http/client-connection.ts';
import type { HttpRequest } from '../http/messages.ts';
import { noSight } from '../http/sight.ts';
import type { Ending, Interface, Network, Place } from '../network/network.ts';
import { writeAnswer, writeChunk, writeHead } from './answer.ts';
import { readRequest, UnreadableBody } from './request.ts';

export interface GatewayOptions {
  readonly network: Network;
  /** What dials, and from where: each real connection is one of the simulated network. */
  readonly process: Process;
  readonly from: Interface;
  readonly to: Place;
  readonly certificate: SelfSigned;
  /** On loopback; 0 takes a free one. */
  readonly port: number;
}

/** A real port before a simulated one. */
export interface Gateway {
  readonly port: number;
  readonly close: () => void;
}

/** Listens on loopback, and carries each connection over the simulated network: a cut is silent, a dead process resets. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { certificate, port } = options;
  const connections = new WeakMap<Socket, HttpConnection>();
  const real = new Set<Socket>();
  const server: Server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    const { socket } = request;
    // One connection behind each: HTTP/1.1 carries one request at a time, and so does the simulated one.
    const known = connections.get(socket);
    const connection = known?.usable() === true ? known : dial(options);
    connections.set(socket, connection);
    if (known !== connection) socket.once('close', () => connection.close());
    readRequest(request).then(
      (read) => forward(connection, read, response, socket),
      (error: unknown) => refuse(response, error),
    );
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    real.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => real.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => {
      server.close();
      for (const socket of real) socket.destroy();
    },
  };
}

function dial({ network, process, from, to }: GatewayOptions): HttpConnection {
  return openConnection({ network, process, from, to, tls: true });
}

function forward(connection: HttpConnection, request: HttpRequest, response: ServerResponse, socket: Socket): void {
  const id = connection.send(request, {
    sight: noSight(connection.isReused()),
    head: (answer) => writeHead(response, answer),
    chunk: (chunk) => writeChunk(response, chunk),
    answered: (answer) => {
      response.off('close', giveUp);
      if (response.headersSent) response.end();
      else writeAnswer(response, answer);
    },
    ended: (ending: Ending) => {
      response.off('close', giveUp);
      // The real client sees the end that the simulated connection had.
      if (ending === 'closed') socket.destroy();
      else socket.resetAndDestroy();
    },
  });
  const giveUp = (): void => connection.cancel(id);
  response.once('close', giveUp);
}

function refuse(response: ServerResponse, error: unknown): void {
  const [status, message] = error instanceof UnreadableBody ? [error.status, error.message] : [400, String(error)];
  const reason = status === 415 ? 'UnsupportedMediaType' : 'BadRequest';
  writeAnswer(response, { status, body: statusBody(status, reason, message) });
}
