import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Endpoint } from '../../../src/backends/prober/endpoint.ts';
import type { RequestObservation } from '../../../src/core/observation.ts';
import { clock, sender } from './probing.ts';

describe('requestSender at a server of node:http', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let endpoint: Endpoint;
  before(async () => {
    server = createServer((_, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    endpoint = { target: 'cp-1', url, namespace: 'x' };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const series = async (count: number, restMs: number): Promise<readonly RequestObservation[]> => {
    const one = sender(endpoint, 'reused');
    const seen: RequestObservation[] = [];
    for (let i = 0; i < count; i += 1) {
      seen.push(await one.send(clock.now()));
      await clock.sleep(restMs);
    }
    one.close();
    return seen;
  };

  it('reads chunks, and keeps the connection', async () => {
    answer = (response) => {
      for (let i = 0; i < 50; i += 1) response.write('x'.repeat(i * 100));
      response.end();
    };
    const seen = await series(5, 0);
    expect(seen.map(({ good, reusedConnection }) => `${good} ${reusedConnection}`)).to.deep.equal([
      'true false',
      ...Array<string>(4).fill('true true'),
    ]);
  });

  it('reads a long body', async () => {
    answer = (response) => response.end('x'.repeat(3_000_000));
    expect((await series(3, 0)).filter(({ good }) => good)).to.have.length(3);
  });

  it('reads interim answers', async () => {
    answer = (response) => {
      response.writeContinue();
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      void clock.sleep(10).then(() => response.end('ok'));
    };
    expect((await series(3, 0)).filter(({ good }) => good)).to.have.length(3);
  });

  it('reads an answer without a body', async () => {
    answer = (response) => response.writeHead(204).end();
    const seen = await series(2, 0);
    expect(seen.map(({ reusedConnection, status }) => `${status} ${reusedConnection}`)).to.deep.equal([
      '204 false',
      '204 true',
    ]);
  });

  it('heeds the last answer of a connection', async () => {
    server.maxRequestsPerSocket = 3;
    answer = (response) => response.end('ok');
    const seen = await series(7, 0);
    expect(seen.filter(({ good }) => good)).to.have.length(7);
    expect(seen.map(({ reusedConnection }) => (reusedConnection ? 'old' : 'new')).join(' ')).to.equal(
      'new old old new old old new',
    );
  });
});
