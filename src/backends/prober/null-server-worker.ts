import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { selfSigned } from './self-signed.ts';

/** What the null server says once it listens. */
export interface NullServerMessage {
  readonly port: number;
  readonly ca: string;
}

function serve(port: NonNullable<typeof parentPort>): void {
  const { cert, key } = selfSigned(['127.0.0.1']);
  const server = createServer({ cert, key }, (request, response) => {
    request.resume();
    response.end('ok');
  });
  server.listen(0, '127.0.0.1', () => {
    const message: NullServerMessage = { port: (server.address() as AddressInfo).port, ca: cert };
    port.postMessage(message);
  });
}

if (parentPort !== null) serve(parentPort);
