import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '../../../src/backends/kube/api-types.ts';

/** An API server on loopback, without TLS, with one collection that can be listed and watched. */
export interface FakeApi {
  readonly url: string;
  /** Method and URL of each request. */
  readonly seen: readonly string[];
  /** What the next list answers with. */
  list: { items: readonly KubeObject[]; resourceVersion: string };
  /** Sends an event to every open watch. */
  readonly event: (type: string, object: unknown) => void;
  /** Ends every open watch; `hard` cuts the connection. */
  readonly endWatches: (hard?: boolean) => void;
  readonly watches: () => number;
  /** Answers this instead: a status and a body. */
  answer: ((request: IncomingMessage) => { status: number; body: unknown } | undefined) | undefined;
  readonly close: () => Promise<void>;
}

export async function fakeApi(port = 0): Promise<FakeApi> {
  const open = new Set<ServerResponse>();
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const own = api.answer?.(request);
    if (own !== undefined) {
      response.writeHead(own.status, { 'content-type': 'application/json' }).end(JSON.stringify(own.body));
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    if (new URL(request.url ?? '', 'http://x').searchParams.get('watch') === '1') {
      response.flushHeaders();
      open.add(response);
      response.on('close', () => open.delete(response));
      return;
    }
    const { items, resourceVersion } = api.list;
    response.end(JSON.stringify({ metadata: { resourceVersion }, items }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const api: FakeApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    list: { items: [], resourceVersion: '1' },
    event: (type, object) => open.forEach((response) => response.write(`${JSON.stringify({ type, object })}\n`)),
    endWatches: (hard = false) =>
      open.forEach((response) => {
        if (hard) response.socket?.destroy();
        else response.end();
      }),
    watches: () => open.size,
    answer: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}
