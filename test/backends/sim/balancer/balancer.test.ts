import { expect } from 'chai';
import { startBalancer } from '../../../../src/backends/sim/balancer/balancer.ts';
import { machine } from '../../../../src/backends/sim/engine/machine.ts';
import type { Process } from '../../../../src/backends/sim/engine/process.ts';
import { type ConnectionUse, httpClient } from '../../../../src/backends/sim/http/client.ts';
import { serveHttp } from '../../../../src/backends/sim/http/server.ts';
import { simulatedNetwork } from '../../../../src/backends/sim/network/simulated-network.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { type ClusterOverrides, clusterParams } from '../../../../src/core/cluster-params/index.ts';

interface Way {
  readonly at: number;
  readonly by: string;
  readonly tookMs: number;
}

/** Three servers that name themselves, a balancer before them, and a client. */
function farm(loadBalancer: ClusterOverrides = {}) {
  const clock = virtualClock();
  const params = clusterParams({ loadBalancer });
  const network = simulatedNetwork(clock, params.network, seededRandom(1));
  const servers = ['a', 'b', 'c'].map((name, n) => {
    const host = machine(clock, name, `az-${name}`);
    const on = network.plug(host, `10.0.0.${n + 1}`, false);
    const server = {
      name,
      host,
      on,
      health: 200,
      process: undefined as Process | undefined,
      start: (): void => undefined,
    };
    server.start = () => {
      server.process = host.run('server');
      serveHttp({
        network,
        process: server.process,
        on,
        port: 6443,
        handler: ({ request, answer }) =>
          answer(request.path === '/healthz' ? { status: server.health, body: 'x' } : { status: 200, body: name }),
      });
    };
    server.start();
    return server;
  });
  const front = machine(clock, 'front', undefined);
  const on = network.plug(front, '10.0.0.9', false);
  startBalancer({
    network,
    process: front.run('balancer'),
    on,
    port: 6443,
    servers: servers.map((server) => ({ address: server.on.address, port: 6443 })),
    params: params.loadBalancer,
  });
  const outside = machine(clock, 'outside', undefined);
  const http = httpClient(network, outside.run('client'), network.plug(outside, '10.0.0.10', false));
  const ask = (use: ConnectionUse, timeoutMs = 5000): Promise<Way> =>
    new Promise((resolve) => {
      const at = clock.now();
      http.call(
        { method: 'GET', path: '/', headers: {}, body: undefined },
        { to: { address: '10.0.0.9', port: 6443 }, use, tls: true, timeoutMs },
        {
          done: (outcome) =>
            resolve({
              at,
              by: outcome.answer === undefined ? outcome.error : String(outcome.answer.body),
              tookMs: clock.now() - at,
            }),
        },
      );
    });
  /** Asks ten times a second, whatever became of those before. */
  const load = async (forMs: number, timeoutMs?: number): Promise<readonly Way[]> => {
    const flights: Promise<Way>[] = [];
    for (let i = 0; i < forMs / 100; i += 1) {
      flights.push(ask('new', timeoutMs));
      await clock.sleep(100);
    }
    return await Promise.all(flights);
  };
  const cut = (n: number): void =>
    network.filterOf(servers[n]!.host).set('cut', [
      { hook: 'in', ranges: ['10.0.0.0/24'] },
      { hook: 'out', ranges: ['10.0.0.0/24'] },
    ]);
  return { clock, network, servers, ask, load, cut };
}

const waysOf = (ways: readonly Way[]): string => ways.map(({ by }) => by).join(' ');

describe('startBalancer', () => {
  it('deals connections out in turn, and keeps a connection where it is', async () => {
    const { clock, load, ask } = farm();
    await clock.run(async () => {
      expect(waysOf(await load(600))).to.equal('a b c a b c');
      const first = await ask('pooled');
      await clock.sleep(1000);
      for (let i = 0; i < 4; i += 1) expect((await ask('pooled')).by).to.equal(first.by);
    });
  });

  it('lets every third new connection hang until its checks have failed, while established ones go on', async () => {
    const { clock, load, ask, cut } = farm();
    await clock.run(async () => {
      await clock.sleep(5000);
      const kept = await ask('pooled');
      const lost = kept.by === 'a' ? 1 : 0;
      const cutAt = clock.now();
      cut(lost);
      const ways = await load(20_000, 3000);
      const bad = ways.filter(({ by }) => by === 'timeout');
      const until = (bad.at(-1)?.at ?? 0) - cutAt;
      // Three checks of 2 s with 2 s between them, the first up to 2 s after the cut.
      expect(until).to.be.within(9500, 12_100);
      const during = ways.filter(({ at }) => at - cutAt <= until);
      expect(bad.length / during.length).to.be.within(0.3, 0.37);
      expect((await ask('pooled')).by).to.equal(kept.by);
    });
  });

  it('tries a server that refuses again, finds it down after three checks, and takes it back after two', async () => {
    const { clock, load, servers } = farm();
    await clock.run(async () => {
      await clock.sleep(5000);
      const killedAt = clock.now();
      servers[1]?.process?.exit(137);
      const ways = await load(10_000);
      const slow = ways.filter(({ by }) => by === 'closed');
      // Three times a second's wait, and nobody there.
      for (const { tookMs } of slow) expect(tookMs).to.be.within(2990, 3100);
      expect((slow.at(-1)?.at ?? 0) - killedAt).to.be.within(3500, 6100);
      const startedAt = clock.now();
      servers[1]?.start();
      const after = await load(8000);
      const back = after.find(({ by }) => by === 'b');
      expect((back?.at ?? Infinity) - startedAt).to.be.within(1900, 4500);
    });
  });

  it('cuts a connection that is silent for its idle time-out', async () => {
    const { clock, ask } = farm({ idleTimeout: '10s' });
    await clock.run(async () => {
      const first = await ask('pooled');
      await clock.sleep(9000);
      expect((await ask('pooled')).by).to.equal(first.by);
      await clock.sleep(11_000);
      expect((await ask('pooled')).by).to.not.equal(first.by);
    });
  });

  it('resets as Envoy what it could not reach a server for within 250 ms: it has not read the client’s greeting', async () => {
    const { clock, load, cut } = farm({ flavour: 'envoy' });
    await clock.run(async () => {
      await clock.sleep(5000);
      cut(1);
      const lost = (await load(1000)).filter(({ by }) => by !== 'a' && by !== 'c');
      expect(waysOf(lost)).to.match(/^reset( reset){2,3}$/);
      for (const { tookMs } of lost) expect(tookMs).to.be.within(250, 253);
    });
  });

  it('refuses as HAProxy when nobody is healthy, and spreads over all as Envoy', async () => {
    for (const flavour of ['haproxy', 'envoy'] as const) {
      const { clock, load, servers } = farm({ flavour });
      await clock.run(async () => {
        await clock.sleep(5000);
        for (const server of servers) server.health = 500;
        await clock.sleep(10_000);
        const ways = await load(300);
        expect(waysOf(ways)).to.match(
          flavour === 'haproxy' ? /^closed closed closed$/ : /^([abc]) (?!\1)([abc]) (?!\1|\2)[abc]$/,
        );
      });
    }
  });

  it('uses all servers as Envoy once fewer than half are healthy, the dead ones too', async () => {
    const { clock, load, servers } = farm({ flavour: 'envoy' });
    await clock.run(async () => {
      await clock.sleep(5000);
      servers[0]!.health = 500;
      await clock.sleep(5000);
      expect(new Set((await load(600)).map(({ by }) => by))).to.deep.equal(new Set(['b', 'c']));
      servers[1]?.process?.exit(137);
      await clock.sleep(8000);
      expect(new Set((await load(600)).map(({ by }) => by))).to.deep.equal(new Set(['a', 'closed', 'c']));
    });
  });
});
