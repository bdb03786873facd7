import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import type { Endpoint } from '../../../src/backends/prober/endpoint.ts';
import { requestSender } from '../../../src/backends/prober/send-request.ts';
import { systemClock } from '../../../src/base/system-clock.ts';
import type { RequestObservation } from '../../../src/core/observation.ts';
import { type ConnectionMode, type Operation, type StreamSpec, streamId } from '../../../src/core/stream.ts';
import { type FakeApiserver, startFakeApiserver } from '../../support/fake-apiserver.ts';

const clock = systemClock();

function stream(operation: Operation, connection: ConnectionMode): StreamSpec {
  const target = { name: 'cp-1', role: 'apiserver', node: 'cp-1' } as const;
  const times = { periodMs: 100, phaseMs: 0, timeoutMs: 600, goodWithinMs: 400 };
  return { id: streamId(target, operation, connection), target, operation, connection, ...times };
}

async function once(
  endpoint: Endpoint,
  connection: ConnectionMode = 'new',
  operation: Operation = 'readyz',
): Promise<RequestObservation> {
  const sender = requestSender(stream(operation, connection), endpoint, clock);
  try {
    return await sender.send(clock.now());
  } finally {
    sender.close();
  }
}

describe('requestSender', () => {
  let server: FakeApiserver;
  before(async () => {
    server = await startFakeApiserver({ clock, slowMs: 450 });
    await once(server.endpoint('cp-1')); // the first handshake of a process loads code
  });
  after(() => server.close());
  afterEach(() => server.become('well'));

  it('stamps each station of a good request in its order', async () => {
    const seen = await once(server.endpoint('cp-1'));
    expect(seen).to.include({ good: true, status: 200, remoteAddress: '127.0.0.1', reusedConnection: false });
    expect(seen).not.to.have.any.keys('error', 'detail');
    const stations = [seen.scheduledAt, seen.sentAt, seen.connectedAt, seen.securedAt, seen.firstByteAt, seen.endedAt];
    expect(stations).to.deep.equal([...stations].sort((a, b) => (a ?? NaN) - (b ?? NaN)));
  });

  it('makes a new connection for each request, without resuming a TLS session, in mode new', async () => {
    const sender = requestSender(stream('readyz', 'new'), server.endpoint('cp-1'), clock);
    const from = server.seen.length;
    for (let i = 0; i < 3; i += 1) expect(await sender.send(clock.now())).to.include({ reusedConnection: false });
    const requests = server.seen.slice(from);
    expect(new Set(requests.map(({ clientPort }) => clientPort))).to.have.length(3);
    expect(requests.map(({ sessionReused }) => sessionReused)).to.deep.equal([false, false, false]);
    expect(requests[0])
      .to.deep.include({ alpn: 'http/1.1' })
      .and.to.have.nested.property('headers.connection', 'close');
  });

  it('keeps its connection in mode reused, and says so', async () => {
    const sender = requestSender(stream('readyz', 'reused'), server.endpoint('cp-1'), clock);
    const from = server.seen.length;
    const seen = [await sender.send(clock.now()), await sender.send(clock.now()), await sender.send(clock.now())];
    sender.close();
    expect(seen.map(({ reusedConnection }) => reusedConnection)).to.deep.equal([false, true, true]);
    expect(seen[1]).to.include({ remoteAddress: '127.0.0.1' }).and.not.to.have.any.keys('connectedAt', 'securedAt');
    expect(new Set(server.seen.slice(from).map(({ clientPort }) => clientPort))).to.have.length(1);
  });

  it('does not let a hung kept-alive connection hold up the next request', async () => {
    const sender = requestSender(stream('readyz', 'reused'), server.endpoint('cp-1'), clock);
    await sender.send(clock.now());
    await server.become('hanging');
    const hung = sender.send(clock.now());
    await clock.sleep(50);
    await server.become('well');
    expect(await sender.send(clock.now())).to.include({ good: true, reusedConnection: false });
    expect(await hung).to.include({ good: false, error: 'timeout', reusedConnection: true });
    sender.close();
  });

  it('reports a kept-alive connection that the server closed under the request, and does not try again', async () => {
    const sender = requestSender(stream('readyz', 'reused'), server.endpoint('cp-1'), clock);
    await sender.send(clock.now());
    const from = server.seen.length;
    await server.become('refused');
    const seen = await sender.send(clock.now());
    await server.become('well');
    sender.close();
    expect(seen).to.include({ good: false, reusedConnection: true });
    expect(seen.error).to.be.oneOf(['closed', 'reset']);
    expect(server.seen).to.have.length(from);
  });

  it('gives up at scheduledAt + timeoutMs, also when sent late', async () => {
    await server.become('hanging');
    const sender = requestSender(stream('readyz', 'new'), server.endpoint('cp-1'), clock);
    const dueAt = clock.now() - 200;
    const seen = await sender.send(dueAt);
    expect(seen).to.include({ good: false, error: 'timeout', detail: 'no answer within 600 ms' });
    expect(seen.endedAt - dueAt).to.be.within(600, 800);
    expect(seen.sentAt - dueAt).to.be.within(200, 300);
  });

  const statuses = [
    ['status-503', { error: 'status', status: 503, detail: '503 scripted 503' }],
    ['throttled', { error: 'throttled', status: 429 }],
    ['denied', { error: 'denied', status: 403 }],
    ['slow', { error: 'slow', status: 200 }],
    ['refused', { error: 'refused' }],
    ['reset-mid-body', { error: 'reset', status: 200 }],
  ] as const;
  for (const [behaviour, outcome] of statuses) {
    it(`calls ${behaviour} ${outcome.error}`, async () => {
      await server.become(behaviour);
      expect(await once(server.endpoint('cp-1'))).to.include({ good: false, ...outcome });
    });
  }

  it('calls a certificate that it cannot trust tls', async () => {
    expect(await once({ ...server.endpoint('cp-1'), tls: {} })).to.include({ good: false, error: 'tls' });
  });

  it('writes by server-side apply to one ConfigMap of the stream, another content each time', async () => {
    const sender = requestSender(
      stream('write', 'new'),
      { ...server.endpoint('cp-1'), headers: { authorization: 'Bearer secret' } },
      clock,
    );
    const from = server.seen.length;
    await sender.send(clock.now());
    await sender.send(clock.now());
    const [first, second] = server.seen.slice(from);
    expect(first?.method).to.equal('PATCH');
    expect(first?.url).to.match(/^\/api\/v1\/namespaces\/probes\/configmaps\/probe-cp-1-write-new-[0-9a-f]{8}\?field/);
    expect(first?.url)
      .to.match(/\?fieldManager=aftershock-probe&force=true$/)
      .and.to.equal(second?.url);
    expect(first?.headers).to.include({
      'content-type': 'application/apply-patch+yaml',
      authorization: 'Bearer secret',
    });
    expect(JSON.parse(first?.body ?? '')).to.nested.include({ kind: 'ConfigMap', 'data.count': '1' });
    expect(JSON.parse(second?.body ?? '')).to.nested.include({ 'data.count': '2' });
  });

  it('refuses an endpoint that a resolver would have to find', () => {
    const named = { ...server.endpoint('cp-1'), url: 'https://localhost:6443' };
    expect(() => requestSender(stream('readyz', 'new'), named, clock)).to.throw(TypeError, 'must be an IP literal');
  });

  describe('at a server that accepts and never speaks', () => {
    let mute: Server;
    let endpoint: Endpoint;
    before(async () => {
      mute = createServer((socket) => socket.on('error', () => {}));
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
      endpoint = {
        target: 'cp-1',
        url: `https://127.0.0.1:${(mute.address() as AddressInfo).port}`,
        namespace: 'probes',
      };
    });
    after(() => mute.close());

    it('counts the TLS handshake into the timeout', async () => {
      const seen = await once(endpoint);
      expect(seen).to.include({ error: 'timeout', detail: 'no TLS session within 600 ms' });
      expect(seen.endedAt - seen.scheduledAt).to.be.within(600, 800);
    });
  });
});
