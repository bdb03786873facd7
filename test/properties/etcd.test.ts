import { expect } from 'chai';
import fc from 'fast-check';
import { configMap, configMaps, controlPlane } from '../backends/sim/apiserver/control-plane.ts';
import { cachedList } from '../backends/sim/apiserver/support.ts';
import { harm, healMember, steps, take, watchLeaders } from './etcd-faults.ts';
import { property } from './property.ts';

const seeds = fc.nat(100_000);

/** From the leader's death to the next leader, as members themselves see it, in ms: the median of some seeds. */
async function recoveryMs(electionTimeoutMs: number, seed: number): Promise<number> {
  const once = async (one: number): Promise<number> => {
    const etcd = { heartbeatInterval: `${electionTimeoutMs / 10}ms`, electionTimeout: `${electionTimeoutMs}ms` };
    const world = controlPlane({ etcd }, one);
    return await world.clock.run(async () => {
      await world.clock.sleep(10_000 + (one % 97) * 37);
      world.leader()?.etcd.exit(137);
      const killedAt = world.clock.now();
      while (world.leader() === undefined) await world.clock.sleep(10);
      return world.clock.now() - killedAt;
    });
  };
  const all = await Promise.all(Array.from({ length: 9 }, (_, n) => once(seed + n)));
  return all.sort((a, b) => a - b)[4]!;
}

describe('etcd, whatever happens to its members', function () {
  this.timeout(60_000);

  it('has no two leaders in a term, loses no acknowledged write, and is whole again', async () => {
    await property(
      fc.asyncProperty(seeds, steps, async (seed, story) => {
        const world = controlPlane({}, seed);
        await world.clock.run(async () => {
          await world.clock.sleep(2000);
          const twice = watchLeaders(world);
          const written = await take(world, story);
          await world.clock.sleep(60_000);
          expect(twice(), 'terms with two leaders').to.deep.equal([]);
          for (const plane of world.planes) {
            for (const name of written) {
              const { status } = await world.ask(plane, 'GET', `${configMaps}/${name}`);
              expect(status, `${name} at ${plane.name}`).to.equal(200);
            }
            expect((await world.ask(plane, 'POST', configMaps, configMap(`after-${plane.name}`))).status).to.equal(201);
          }
        });
      }),
      40,
    );
  });

  it('takes longer to recover the longer its election timeout is', async () => {
    const timeouts = fc.record({
      seed: seeds,
      tenths: fc.integer({ min: 5, max: 20 }),
      factor: fc.constantFrom(2, 3, 4),
    });
    await property(
      fc.asyncProperty(timeouts, async ({ seed, tenths, factor }) => {
        const short = await recoveryMs(tenths * 100, seed);
        const long = await recoveryMs(tenths * 100 * factor, seed);
        // A follower waits one to two timeouts: of twice as long ones, at least as long as the longest of these.
        expect(short).to.be.within(tenths * 80, tenths * 300);
        expect(long).to.be.above(short);
      }),
      8,
    );
  });

  it('takes no write and serves cached reads with one of three, however the others are lost, and both when they are back', async () => {
    const loss = fc.record({
      seed: seeds,
      left: fc.nat(2),
      how: fc.constantFrom('kill' as const, 'freeze' as const, 'cut' as const),
    });
    await property(
      fc.asyncProperty(loss, async ({ seed, left, how }) => {
        const world = controlPlane({}, seed);
        const survivor = world.planes[left]!;
        const lost = world.planes.filter((plane) => plane !== survivor);
        await world.clock.run(async () => {
          await world.clock.sleep(10_000);
          for (const plane of lost) harm(world, plane, how);
          const write = world.ask(survivor, 'POST', configMaps, configMap('lost'));
          for (let second = 0; second < 30; second += 1) {
            expect((await world.ask(survivor, 'GET', cachedList)).status, `cached, ${second} s`).to.equal(200);
            await world.clock.sleep(1000);
          }
          expect((await write).status, 'write').to.be.within(500, 504);
          for (const plane of lost) healMember(world, plane);
          await world.clock.sleep(30_000);
          for (const plane of world.planes) {
            expect((await world.ask(plane, 'POST', configMaps, configMap(`back-${plane.name}`))).status).to.equal(201);
            expect((await world.ask(plane, 'GET', cachedList)).status).to.equal(200);
          }
        });
      }),
      9,
    );
  });
});
