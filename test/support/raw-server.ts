import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Endpoint } from '../../src/backends/prober/endpoint.ts';
import { selfSigned } from '../../src/backends/prober/self-signed.ts';

/** A server that says what it is told to, byte for byte. */
export interface RawServer {
  readonly endpoint: Endpoint;
  /** How many connections were made to it. */
  readonly accepted: () => number;
  /** How many of them are open. */
  readonly open: () => number;
  /** All that came over each connection, in the order in which they were made. */
  readonly heard: readonly string[];
  readonly close: () => Promise<void>;
}

/** Told of each piece that comes over a connection: the whole of what came before, too. */
export type Talk = (socket: Socket, heard: string) => void;

const certificate = selfSigned(['127.0.0.1']);

/** Starts one on loopback, over plain TCP or TLS. */
export async function startRawServer(talk: Talk, secure = false): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const heard: string[] = [];
  const server = createServer((tcp) => {
    const socket = secure
      ? new TLSSocket(tcp, { isServer: true, secureContext: createSecureContext(certificate) })
      : tcp;
    const index = heard.push('') - 1;
    sockets.add(tcp);
    tcp.once('close', () => sockets.delete(tcp));
    tcp.on('error', () => undefined);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      const all = (heard[index] ?? '') + bytes.toString('latin1');
      heard[index] = all;
      talk(socket, all);
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  const url = `${secure ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    endpoint: { target: 'cp-1', url, namespace: 'probes', ...(secure ? { tls: { ca: certificate.cert } } : {}) },
    accepted: () => heard.length,
    open: () => sockets.size,
    heard,
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}
