import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../../src/base/clock.ts';
import type { Endpoint } from '../../src/backends/prober/endpoint.ts';
import { selfSigned } from '../../src/backends/prober/self-signed.ts';

/** How the server treats whoever asks. `refused` closes the listener and every connection; `hanging` accepts and never answers. */
export type Behaviour =
  | 'well'
  | 'refused'
  | 'hanging'
  | 'status-503'
  | 'throttled'
  | 'denied'
  | 'slow'
  | 'reset-mid-body';

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly clientPort: number;
  readonly sessionReused: boolean;
  readonly alpn: string | false | null;
  body: string;
}

/** A server on loopback that breaks when it is told to, and knows when it did. */
export interface FakeApiserver {
  readonly port: number;
  readonly endpoint: (target: string) => Endpoint;
  readonly seen: readonly SeenRequest[];
  /** Behaves so from the instant that is returned, in ms of the clock that the server was given. */
  readonly become: (behaviour: Behaviour) => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface FakeOptions {
  readonly clock: Clock;
  /** How late a `slow` answer is. */
  readonly slowMs: number;
  /** Without TLS: a handshake costs more than all the rest, and not every test is about it. */
  readonly plain?: boolean;
}

/** One certificate for all servers of a test process. */
const loopbackCertificate = selfSigned(['127.0.0.1']);

/** Starts a server that is well. */
export async function startFakeApiserver({ clock, plain = false, slowMs }: FakeOptions): Promise<FakeApiserver> {
  let behaviour: Behaviour = 'well';
  const seen: SeenRequest[] = [];
  const answer = answers({ clock, slowMs });
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    note(request, seen);
    answer[behaviour](response);
  };
  const server = plain ? http.createServer(onRequest) : https.createServer(loopbackCertificate, onRequest);
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    seen,
    endpoint: (target) => ({
      target,
      url: `${plain ? 'http' : 'https'}://127.0.0.1:${port}`,
      tls: { ca: loopbackCertificate.cert },
      namespace: 'probes',
    }),
    become: async (next) => {
      const wasRefusing = behaviour === 'refused';
      behaviour = next;
      if (next === 'refused') {
        server.close();
        const at = clock.now();
        server.closeAllConnections();
        return at;
      }
      if (wasRefusing) await listen(server, port);
      return clock.now();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answers({
  clock,
  slowMs,
}: Pick<FakeOptions, 'clock' | 'slowMs'>): Record<Behaviour, (response: ServerResponse) => void> {
  const refuse = (status: number) => (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'Status', message: `scripted ${status}` }));
  };
  return {
    well: (response) => response.end('ok'),
    refused: () => {},
    hanging: () => {},
    'status-503': refuse(503),
    throttled: refuse(429),
    denied: refuse(403),
    slow: (response) => void clock.sleep(slowMs).then(() => response.end('ok')),
    'reset-mid-body': (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half of');
      // Not at once: libuv takes a RST that is polled together with the last bytes for a plain end.
      void clock.sleep(20).then(() => reset(response));
    },
  };
}

/** A RST rather than a FIN: the TLS socket is a layer over the TCP socket that can send one. */
function reset(response: ServerResponse): void {
  const tcp = (response.socket as unknown as { _parent?: Socket } | null)?._parent;
  (tcp ?? response.socket)?.resetAndDestroy();
}

function note(request: IncomingMessage, seen: SeenRequest[]): void {
  const socket = request.socket as Socket & Partial<Pick<TLSSocket, 'isSessionReused' | 'alpnProtocol'>>;
  const entry: SeenRequest = {
    method: request.method ?? '',
    url: request.url ?? '',
    headers: request.headers,
    clientPort: socket.remotePort ?? 0,
    sessionReused: socket.isSessionReused?.() ?? false,
    alpn: socket.alpnProtocol ?? null,
    body: '',
  };
  seen.push(entry);
  request.on('data', (chunk: Buffer) => {
    entry.body += chunk.toString('utf8');
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
