import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback, over plain HTTP. */
export interface PlainServer {
  /** Its origin: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly close: () => void;
}

/** For the connections of 2 s at 2,000 a second: those that find no place try again after a second, which would be measured, too. */
const backlog = 4096;

/** A server that answers as `answers` does; left out: at once. */
export async function plainServer(
  answers: RequestListener = (_, response) => response.end('ok'),
): Promise<PlainServer> {
  const server = createServer(answers).listen({ port: 0, host: '127.0.0.1', backlog });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
