import { expect } from 'chai';
import { configMap, configMaps, controlPlane } from './control-plane.ts';
import { bringBack, cachedList, loseQuorum, repeat } from './support.ts';

describe('an apiserver whose etcd has no quorum', function () {
  this.timeout(60_000);

  for (const how of ['kill', 'freeze'] as const) {
    it(`answers the first write with 500 after 7 s and later ones with 504 after 34 s (${how})`, async () => {
      const world = controlPlane();
      const first = world.planes[0]!;
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
    const first = world.planes[0]!;
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const lostAt = world.clock.now();
      loseQuorum(world);
      const lists = await repeat(world, lostAt + 150_000, 500, () => world.ask(first, 'GET', cachedList));
      const bad = lists.filter(({ status }) => status !== 200);
      expect((bad[0]?.startedAt ?? 0) - lostAt).to.be.within(33_000, 37_500);
      expect(new Set(bad.map(({ status, text }) => `${status} ${text}`))).to.deep.equal(
        new Set(['429 storage is (re)initializing']),
      );
      const waits = bad.map(({ headers }) => Number(headers['retry-after']));
      expect([waits[0], waits.at(-1)]).to.deep.equal([1, 30]);
      bringBack(world);
      const backAt = world.clock.now();
      const after = await repeat(world, backAt + 5000, 100, () => world.ask(first, 'GET', cachedList));
      const good = after.find(({ status }) => status === 200);
      // Members start in 0.8 s and elect in one to two seconds.
      expect((good?.startedAt ?? Infinity) - backAt).to.be.below(4500);
    });
  });

  it('ends open watches cleanly after about 35 s, without an error', async () => {
    const world = controlPlane();
    const first = world.planes[0]!;
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
    const first = world.planes[0]!;
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
    const first = world.planes[0]!;
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
    const first = world.planes[0]!;
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
    const first = world.planes[0]!;
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
