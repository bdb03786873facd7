import { expect } from 'chai';
import { configMap, configMaps, controlPlane } from '../apiserver/control-plane.ts';

/** From the leader's death to the next leader, as members themselves see it, in ms. */
async function recoveryMs(overrides: Record<string, unknown>, seed: number): Promise<number> {
  const world = controlPlane(overrides, seed);
  return await world.clock.run(async () => {
    await world.clock.sleep(10_000 + seed * 37);
    world.leader()?.etcd.exit(137);
    const killedAt = world.clock.now();
    while (world.leader() === undefined) await world.clock.sleep(10);
    return world.clock.now() - killedAt;
  });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const tuned = { etcd: { heartbeatInterval: '500ms', electionTimeout: '2500ms' } };
const seeds = Array.from({ length: 15 }, (_, n) => n + 1);

describe('etcdCluster', function () {
  this.timeout(120_000);

  it('has one leader from the beginning, and keeps it', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(100);
      const first = world.leader()?.name;
      expect(first).to.be.a('string');
      await world.clock.sleep(60_000);
      expect(world.leader()?.name).to.equal(first);
      expect(world.planes.map(({ name }) => world.etcd.health(name)?.leaderChanges)).to.deep.equal([1, 1, 1]);
    });
  });

  it('elects within one to two election timeouts after the leader was killed, later with longer ones', async () => {
    const usual = await Promise.all(seeds.map((seed) => recoveryMs({}, seed)));
    const slow = await Promise.all(seeds.map((seed) => recoveryMs(tuned, seed)));
    expect(Math.min(...usual)).to.be.above(850);
    expect(median(usual)).to.be.within(950, 2300);
    expect(Math.max(...usual)).to.be.below(4500);
    expect(median(slow)).to.be.within(2300, 4500);
    expect(median(slow)).to.be.above(median(usual) + 1000);
  });

  it('hands leadership over when its leader is asked to stop, so that writes hardly wait', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const old = world.leader()!;
      const other = world.planes.find((plane) => plane !== old)!;
      old.etcd.terminate();
      const { status, tookMs } = await world.ask(other, 'POST', configMaps, configMap('x'));
      expect(status).to.equal(201);
      expect(tookMs).to.be.below(700);
      expect(world.leader()?.name).to.not.equal(old.name);
      await world.clock.sleep(1000);
      expect(old.etcd.alive).to.equal(false);
    });
  });

  it('keeps its leader when a member that was cut off comes back', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const leader = world.leader();
      const away = world.planes.find((plane) => plane !== leader)!;
      const filter = world.network.filterOf(away.machine);
      filter.set('cut', [
        { hook: 'in', ranges: ['172.18.0.0/24'] },
        { hook: 'out', ranges: ['172.18.0.0/24'] },
      ]);
      await world.clock.sleep(30_000);
      expect(world.etcd.health(away.name)?.hasLeader).to.equal(false);
      filter.clear('cut');
      await world.clock.sleep(5000);
      expect(world.etcd.health(away.name)?.hasLeader).to.equal(true);
      expect(world.leader()).to.equal(leader);
    });
  });

  it('loses what is sent to a killed leader while it is away, and not what it gets when it is back before the election', async () => {
    const world = controlPlane(tuned);
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const killed = world.leader()!;
      const other = world.planes.find((plane) => plane !== killed)!;
      const write = (name: string) => world.ask(other, 'POST', configMaps, configMap(name));
      killed.etcd.exit(137);
      const killedAt = world.clock.now();
      await world.clock.sleep(50);
      const lost = write('lost');
      killed.etcd = world.startEtcd(killed.machine, false);
      await world.clock.sleep(1500);
      const late = await write('late');
      expect(late.status).to.equal(201);
      // It waited for the election, of one to two timeouts after the last heartbeat.
      expect(late.tookMs).to.be.above(300);
      expect(late.startedAt + late.tookMs - killedAt).to.be.below(6000);
      expect(await lost).to.include({ status: 500 });
      expect((await lost).text).to.contain('etcdserver: request timed out');
    });
  });

  it('takes no more writes when its database has outgrown the quota, and still deletes and answers', async () => {
    const world = controlPlane({ etcd: { quotaBackend: '1Mi' } });
    const first = world.planes[0]!;
    const large = (name: string): unknown => ({ ...(configMap(name) as object), data: { text: 'x'.repeat(100_000) } });
    await world.clock.run(async () => {
      await world.clock.sleep(1000);
      const statuses: string[] = [];
      for (let n = 0; n < 13; n += 1) {
        const { status, text } = await world.ask(first, 'POST', configMaps, large(`l${n}`));
        statuses.push(status === 201 ? 'made' : `${status} ${text}`);
      }
      expect(statuses.slice(0, 10)).to.deep.equal(Array.from({ length: 10 }, () => 'made'));
      expect(statuses.at(-1)).to.equal('500 etcdserver: mvcc: database space exceeded');
      expect((await world.ask(first, 'DELETE', `${configMaps}/l1`)).status).to.equal(200);
      expect((await world.ask(first, 'GET', `${configMaps}/l2`)).status).to.equal(200);
      expect((await world.ask(first, 'POST', configMaps, configMap('small'))).status).to.equal(500);
    });
  });

  it('lives without a quorum, and is not ready then', async () => {
    const world = controlPlane();
    const { on } = world.planes[0]!;
    const page = (path: string): Promise<number> =>
      new Promise((resolve) => {
        world.http.call(
          { method: 'GET', path, headers: {}, body: undefined },
          { to: { address: on.address, port: 2381 }, use: 'new', tls: false },
          { done: ({ answer }) => resolve(answer?.status ?? 0) },
        );
      });
    await world.clock.run(async () => {
      await world.clock.sleep(1000);
      expect([await page('/livez'), await page('/readyz')]).to.deep.equal([200, 200]);
      for (const { etcd } of world.planes.slice(1)) etcd.exit(137);
      expect([await page('/livez'), await page('/readyz')]).to.deep.equal([200, 503]);
    });
  });
});
