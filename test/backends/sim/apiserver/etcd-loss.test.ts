import { expect } from 'chai';
import { configMap, configMaps, controlPlane, type Plane, type Went } from './control-plane.ts';

type World = ReturnType<typeof controlPlane>;

/** Leaves only the first member running: the others are killed at once, or frozen. */
function loseQuorum({ planes }: World, how: 'kill' | 'freeze' = 'kill'): void {
  for (const { etcd } of planes.slice(1)) {
    if (how === 'kill') etcd.exit(137);
    else etcd.freeze();
  }
}

function bringBack(world: World): void {
  for (const plane of world.planes.slice(1)) {
    if (plane.etcd.alive) plane.etcd.thaw();
    else plane.etcd = world.startEtcd(plane.machine, false);
  }
}

/** Asks the same again and again, each time when the last answer has come, or every so often. */
async function repeat(world: World, untilAt: number, periodMs: number, ask: () => Promise<Went>): Promise<Went[]> {
  const seen: Went[] = [];
  while (world.clock.now() < untilAt) {
    const nextAt = world.clock.now() + periodMs;
    seen.push(await ask());
    await world.clock.sleep(nextAt - world.clock.now());
  }
  return seen;
}

const list = `${configMaps}?resourceVersion=0`;

describe('an apiserver whose etcd has no quorum', function () {
  this.timeout(60_000);

  for (const how of ['kill', 'freeze'] as const) {
    it(`answers the first write with 500 after 7 s and later ones with 504 after 34 s (${how})`, async () => {
      const world = controlPlane();
      const first = world.planes[0] as Plane;
      await world.clock.run(async () => {
        await world.clock.sleep(10_000);
        expect((await world.ask(first, 'POST', configMaps, configMap('good'))).status).to.equal(201);
        loseQuorum(world, how);
        const early = await world.ask(first, 'POST', configMaps, configMap('early'));
        expect(early).to.include({ status: 500, text: 'etcdserver: request timed out' });
        expect(early.tookMs).to.be.within(6900, 7100);
        const late = await world.ask(first, 'POST', configMaps, configMap('late'));
        expect(late.status).to.equal(504);
        expect(late.text).to.equal(
          'Timeout: request did not complete within requested timeout - context deadline exceeded',
        );
        expect(late.tookMs).to.be.within(33_900, 34_200);
      });
    });
  }

  it('serves cached lists for about 35 s, then says 429, and is well soon after the quorum is back', async () => {
    const world = controlPlane();
    const first = world.planes[0] as Plane;
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const lostAt = world.clock.now();
      loseQuorum(world);
      const lists = await repeat(world, lostAt + 150_000, 500, () => world.ask(first, 'GET', list));
      const bad = lists.filter(({ status }) => status !== 200);
      expect((bad[0]?.startedAt ?? 0) - lostAt).to.be.within(33_000, 37_500);
      expect(new Set(bad.map(({ status, text }) => `${status} ${text}`))).to.deep.equal(
        new Set(['429 storage is (re)initializing']),
      );
      const waits = bad.map(({ headers }) => Number(headers['retry-after']));
      expect([waits[0], waits.at(-1)]).to.deep.equal([1, 30]);
      bringBack(world);
      const backAt = world.clock.now();
      const after = await repeat(world, backAt + 5000, 100, () => world.ask(first, 'GET', list));
      const good = after.find(({ status }) => status === 200);
      // Members start in 0.8 s and elect in one to two seconds.
      expect((good?.startedAt ?? Infinity) - backAt).to.be.below(4500);
    });
  });

  it('ends open watches cleanly after about 35 s, without an error', async () => {
    const world = controlPlane();
    const first = world.planes[0] as Plane;
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const events: unknown[] = [];
      const ended = new Promise<number>((resolve) =>
        world.http.call(
          { method: 'GET', path: `${configMaps}?watch=1&resourceVersion=1`, headers: {}, body: undefined },
          { to: { address: first.on.address, port: 6443 }, use: 'new', tls: true },
          { chunk: (event) => events.push(event), done: ({ answer }) => resolve(answer?.status ?? 0) },
        ),
      );
      await world.clock.sleep(100);
      const lostAt = world.clock.now();
      loseQuorum(world);
      expect(await ended).to.equal(200);
      expect(world.clock.now() - lostAt).to.be.within(33_000, 37_500);
      expect(events).to.deep.equal([]);
      expect((await world.ask(first, 'GET', `${configMaps}?watch=1`)).status).to.equal(429);
    });
  });

  it('lets reads hang for 60 s, and answers a write with ?timeout= when that is over', async () => {
    const world = controlPlane();
    const first = world.planes[0] as Plane;
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      loseQuorum(world);
      const reads = await Promise.all([1, 2, 3, 4, 5].map(() => world.ask(first, 'GET', '/api/v1/namespaces/default')));
      for (const { tookMs } of reads) expect(tookMs).to.be.within(59_900, 60_100);
      expect(reads.map(({ status, error }) => error ?? status)).to.include(504);
      const short = await Promise.all(
        Array.from({ length: 40 }, (_, n) => world.ask(first, 'POST', `${configMaps}?timeout=3s`, configMap(`s${n}`))),
      );
      for (const { tookMs } of short) expect(tookMs).to.be.within(2990, 3200);
      const ways = short.map(({ status, text, error }) => error ?? `${status} ${text.trim()}`);
      expect(new Set(ways)).to.deep.equal(
        new Set(['504 Timeout: request did not complete within the allotted timeout', 'closed']),
      );
      expect(ways.filter((way) => way === 'closed').length).to.be.within(1, 12);
    });
  });

  it('says so on its health pages, but for those that leave etcd out', async () => {
    const world = controlPlane();
    const first = world.planes[0] as Plane;
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      expect(await world.ask(first, 'GET', '/readyz')).to.include({ status: 200, text: 'ok' });
      loseQuorum(world);
      // Until a second has passed since the last check, its answer is given again.
      expect((await world.ask(first, 'GET', '/livez')).status).to.equal(200);
      await world.clock.sleep(1000);
      const red = await world.ask(first, 'GET', '/readyz');
      expect(red.status).to.equal(500);
      expect(red.tookMs).to.be.within(1990, 4200);
      const bad = red.text.split('\n').filter((line) => line.startsWith('[-]') || line.endsWith('failed'));
      expect(bad).to.deep.equal([
        '[-]etcd failed: reason withheld',
        '[-]etcd-readiness failed: reason withheld',
        'readyz check failed',
      ]);
      const spared = await world.ask(first, 'GET', '/readyz?exclude=etcd&exclude=etcd-readiness');
      expect(spared.status).to.equal(200);
      expect(spared.tookMs).to.be.below(100);
    });
  });

  it('answers what was hanging when the quorum comes back in time, and keeps what it acknowledged', async () => {
    const world = controlPlane();
    const first = world.planes[0] as Plane;
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      await world.ask(first, 'POST', configMaps, configMap('before'));
      loseQuorum(world);
      await world.clock.sleep(5000);
      const hanging = [
        world.ask(first, 'GET', '/api/v1/namespaces/default'),
        world.ask(first, 'POST', configMaps, configMap('late')),
      ];
      await world.clock.sleep(10_000);
      bringBack(world);
      const answers = await Promise.all(hanging);
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 201]);
      for (const { tookMs } of answers) expect(tookMs).to.be.within(10_000, 15_000);
      expect((await world.ask(first, 'GET', `${configMaps}/before`)).status).to.equal(200);
    });
  });

  it('compacts history, and tells a watch that asks for what is forgotten', async () => {
    const world = controlPlane();
    const first = world.planes[0] as Plane;
    await world.clock.run(async () => {
      for (let n = 0; n < 20; n += 1) await world.ask(first, 'POST', configMaps, configMap(`c${n}`));
      await world.clock.sleep(700_000);
      expect(world.store.compacted()).to.be.above(10);
      const events: unknown[] = [];
      await new Promise<void>((resolve) => {
        world.http.call(
          { method: 'GET', path: `${configMaps}?watch=1&resourceVersion=3`, headers: {}, body: undefined },
          { to: { address: first.on.address, port: 6443 }, use: 'new', tls: true },
          { chunk: (event) => events.push(event), done: () => resolve() },
        );
      });
      expect(events).to.have.length(1);
      expect(events[0]).to.nested.include({ type: 'ERROR', 'object.code': 410, 'object.reason': 'Expired' });
    });
  });
});

describe('an apiserver', function () {
  this.timeout(60_000);

  it('fails alone when its own member is killed, and its cached reads and watches go on', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const mine = world.planes.find((plane) => plane !== world.leader()) as Plane;
      const other = world.planes.find((plane) => plane !== mine) as Plane;
      const inFlight = Array.from({ length: 10 }, (_, n) => world.ask(mine, 'POST', configMaps, configMap(`f${n}`)));
      await world.clock.sleep(16);
      mine.etcd.exit(137);
      await world.clock.sleep(100);
      const write = world.ask(mine, 'POST', configMaps, configMap('mine'));
      const read = world.ask(mine, 'GET', '/api/v1/namespaces/default');
      expect((await world.ask(other, 'POST', configMaps, configMap('other'))).status).to.equal(201);
      expect((await world.ask(mine, 'GET', list)).status).to.equal(200);
      await world.clock.sleep(30_000);
      mine.etcd = world.startEtcd(mine.machine, false);
      expect((await Promise.all(inFlight)).map(({ status, text }) => `${status} ${text}`)).to.include(
        '500 rpc error: code = Unavailable desc = error reading from server: ' +
          'read tcp 127.0.0.1->127.0.0.1:2379: read: connection reset by peer',
      );
      expect(await write).to.include({ status: 504 });
      expect((await write).tookMs).to.be.within(33_900, 34_100);
      // The client waits longer and longer between two attempts to connect.
      const { status, tookMs } = await read;
      expect(status).to.equal(200);
      expect(tookMs).to.be.within(31_000, 50_000);
      expect((await world.ask(mine, 'GET', list)).status).to.equal(200);
    });
  });

  it('ends when its etcd member is not there at its start', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      const plane = world.planes[0] as Plane;
      plane.etcd.exit(137);
      plane.api.exit(137);
      await world.clock.sleep(1000);
      const codes: number[] = [];
      world.startApi(plane.machine, plane.on, false).onExit((code) => codes.push(code));
      await world.clock.sleep(19_000);
      expect(codes).to.deep.equal([]);
      await world.clock.sleep(2000);
      expect(codes).to.deep.equal([1]);
    });
  });

  it('refuses while it starts, then is not ready, then is', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      const plane = world.planes[0] as Plane;
      plane.api.exit(137);
      await world.clock.sleep(1000);
      world.startApi(plane.machine, plane.on, false);
      const seen = await repeat(world, world.clock.now() + 8000, 250, () => world.ask(plane, 'GET', '/readyz'));
      const ways = seen.map(({ status, error }) => error ?? String(status));
      expect(ways.filter((way, n) => way !== ways[n - 1])).to.deep.equal(['refused', '500', '200']);
    });
  });

  it('answers what is under way before it ends on SIGTERM, and takes nothing new', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const plane = world.planes[0] as Plane;
      const pending = Array.from({ length: 20 }, (_, n) => world.ask(plane, 'POST', configMaps, configMap(`t${n}`)));
      await world.clock.sleep(25);
      plane.api.terminate();
      const late = await world.ask(plane, 'GET', list);
      expect(late.error).to.equal('refused');
      expect((await Promise.all(pending)).filter(({ status }) => status === 201)).to.not.have.length(0);
      await world.clock.sleep(61_000);
      expect(plane.api.alive).to.equal(false);
    });
  });

  it('is an endpoint of the kubernetes Service for as long as it renews its lease', async () => {
    const world = controlPlane();
    const endpoints = (): readonly string[] => {
      const slice = world.store.get('endpointslices.discovery.k8s.io', 'default/kubernetes');
      const found = (slice?.['endpoints'] ?? []) as readonly { addresses: readonly string[] }[];
      return found.flatMap(({ addresses }) => addresses);
    };
    await world.clock.run(async () => {
      await world.clock.sleep(12_000);
      expect(endpoints()).to.deep.equal(['172.18.0.2', '172.18.0.3', '172.18.0.4']);
      const killed = world.planes[1] as Plane;
      killed.api.exit(137);
      await world.clock.sleep(4000);
      expect(endpoints()).to.have.length(3);
      await world.clock.sleep(22_000);
      expect(endpoints()).to.deep.equal(['172.18.0.2', '172.18.0.4']);
      world.planes[2]?.api.terminate();
      await world.clock.sleep(1000);
      expect(endpoints()).to.deep.equal(['172.18.0.2']);
      killed.api = world.startApi(killed.machine, killed.on, false);
      await world.clock.sleep(15_000);
      expect(endpoints()).to.deep.equal(['172.18.0.2', '172.18.0.3']);
    });
  });

  it('counts its requests by the real series, and its latency rises with what it is asked at once', async () => {
    const world = controlPlane();
    const first = world.planes[0] as Plane;
    const one = '/api/v1/namespaces/default?resourceVersion=0';
    const burst = async (count: number): Promise<number> => {
      const took = await Promise.all(Array.from({ length: count }, () => world.ask(first, 'GET', one)));
      return Math.max(...took.map(({ tookMs }) => tookMs));
    };
    await world.clock.run(async () => {
      await world.clock.sleep(1000);
      const alone = await burst(1);
      expect(await burst(200)).to.be.above(20 * alone);
      const { text } = await world.ask(first, 'GET', '/metrics');
      expect(text).to.include('apiserver_request_duration_seconds_count{verb="GET"} 201');
      expect(text).to.include('apiserver_request_total{code="200",verb="GET"} 201');
    });
  });

  it('lets requests wait for a seat, and refuses those that wait too long', async () => {
    const world = controlPlane({ apiserver: { maxRequestsInflight: 5, maxMutatingRequestsInflight: 5 } });
    const first = world.planes[0] as Plane;
    await world.clock.run(async () => {
      await world.clock.sleep(1000);
      loseQuorum(world);
      await world.clock.sleep(5000);
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, n) => world.ask(first, 'POST', configMaps, configMap(`q${n}`))),
      );
      const refused = all.filter(({ status }) => status === 429);
      expect(refused).to.have.length(2);
      for (const { tookMs, text, headers } of refused) {
        expect(tookMs).to.be.within(15_000, 15_100);
        expect(text).to.equal('Too many requests, please try again later.\n');
        expect(headers['retry-after']).to.equal('1');
      }
    });
  });
});
