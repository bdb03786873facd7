import { createServer as createHttp, type Server as HttpServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:https';
import { selfSigned } from '../../src/backends/prober/self-signed.ts';
import type { Clock } from '../../src/base/clock.ts';

/** How a server can be broken. `handshake`: TLS is never answered. `blackhole`: as if packets were dropped, once connected. */
export type Fault = 'refused' | 'blackhole' | 'hang' | 'slow' | '429' | '500' | '503' | 'reset' | 'handshake';

/** A server on loopback that is well, or broken in one way. */
export interface ScriptedServer {
  readonly url: string;
  readonly ca: string;
  readonly port: number;
  /** Answers with the instant from which it is so, by the clock. */
  readonly become: (fault: Fault | undefined) => Promise<number>;
  readonly close: () => Promise<void>;
}

const certificate = selfSigned(['127.0.0.1']);
const slowMs = 30_000;

/**
 * A TCP front that breaks connections, before an HTTP server that breaks answers: what comes over a connection is what the fault
 * makes of it, also on those that were there before.
 */
export async function scriptedServer(clock: Clock, secure: boolean): Promise<ScriptedServer> {
  let fault: Fault | undefined;
  const answer = (response: ServerResponse): void => {
    if (fault === '429' || fault === '500' || fault === '503') response.writeHead(Number(fault)).end('scripted');
    else if (fault === 'slow') void clock.sleep(slowMs).then(() => response.end('ok'));
    else if (fault === 'reset') {
      response.writeHead(200, { 'content-length': '1000' }).write('half of');
      void clock.sleep(5).then(() => reset(response));
    } else if (fault !== 'hang') response.end('ok');
  };
  const inner: HttpServer = secure
    ? createTls(certificate, (_, response) => answer(response))
    : createHttp((_, response) => answer(response));
  inner.keepAliveTimeout = 60_000;
  await listen(inner, 0);
  const sockets = new Set<Socket>();
  const front = createTcp((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    // Read by nobody: bytes come in and go nowhere.
    if (fault === 'handshake' || fault === 'blackhole') return;
    inner.emit('connection', socket);
  });
  await listen(front, 0);
  const { port } = front.address() as AddressInfo;
  const clear = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port,
    ca: certificate.cert,
    url: `http${secure ? 's' : ''}://127.0.0.1:${port}`,
    become: async (next) => {
      const before = fault;
      fault = next;
      if (next === 'refused') {
        front.close();
        const at = clock.now();
        clear();
        return at;
      }
      if (before === 'refused') await listen(front, port);
      if (next === 'blackhole' || next === 'handshake') sockets.forEach((socket) => socket.pause());
      // What was paused or hangs belongs to the fault that is over.
      if (next === undefined) clear();
      return clock.now();
    },
    close: async () => {
      clear();
      await Promise.all([front, inner].map((one) => new Promise<void>((resolve) => one.close(() => resolve()))));
    },
  };
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

function reset(response: ServerResponse): void {
  const { socket } = response as { readonly socket: (Socket & { readonly _parent?: Socket }) | null };
  (socket?._parent ?? socket)?.resetAndDestroy();
}
