import { expect } from 'chai';
import type { Labels } from '../../../../src/base/prometheus-text.ts';
import { readSamples } from '../../../base/samples.ts';
import { configMap, configMaps, type ControlPlane, controlPlane, type Plane } from '../apiserver/control-plane.ts';

const commit = 'etcd_disk_backend_commit_duration_seconds';
const roundTrip = 'etcd_network_peer_round_trip_time_seconds';

/** Counts of a histogram of a member, by their upper bounds in s, over the series that `is` picks. */
function buckets(
  { etcd }: ControlPlane,
  { name }: Plane,
  family: string,
  is: (labels: Labels) => boolean = () => true,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { labels, bound = Number.NaN, value } of readSamples(
    etcd.operator.metrics(name) ?? '',
    new Set([`${family}_bucket`]),
  )) {
    if (!is(labels)) continue;
    counts.set(bound, (counts.get(bound) ?? 0) + value);
  }
  return counts;
}
const all = (counts: ReadonlyMap<number, number>): number => counts.get(Infinity) ?? 0;
const upTo = (counts: ReadonlyMap<number, number>, bound: number): number => counts.get(bound) ?? Number.NaN;

async function write(world: ControlPlane, count: number, prefix: string): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await world.ask(world.planes[0]!, 'POST', configMaps, configMap(`${prefix}${n}`));
  }
}

describe('a member’s metrics', function () {
  this.timeout(60_000);

  it('count the commits of what was applied, a batch at a time, and none of nothing', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(2000);
      const [first] = world.planes as readonly [Plane];
      const before = all(buckets(world, first, commit));
      // The apiservers renew their own leases each 10 s.
      await world.clock.sleep(6000);
      expect(all(buckets(world, first, commit))).to.equal(before);
      const from = world.clock.now();
      await write(world, 100, 'c');
      const seconds = (world.clock.now() - from) / 1000;
      await world.clock.sleep(1000);
      const made = all(buckets(world, first, commit)) - before;
      expect(made).to.be.within(2, Math.ceil(10 * seconds) + 1);
    });
  });

  it('take two syncs for a commit, and longer on a slow disk', async () => {
    const world = controlPlane({ etcd: { fsync: '3ms', fsyncTail: '3ms' } });
    await world.clock.run(async () => {
      await world.clock.sleep(2000);
      const [first, second] = world.planes as readonly [Plane, Plane];
      world.etcd.operator.slow(second.name, 10);
      const before = [first, second].map((plane) => buckets(world, plane, commit));
      await write(world, 60, 's');
      await world.clock.sleep(1000);
      const rose = (plane: Plane, index: number, bound: number): number =>
        upTo(buckets(world, plane, commit), bound) - upTo(before[index]!, bound);
      // 6 ms lie between 4 and 8, 60 between 32 and 64.
      expect(rose(first, 0, 0.008) - rose(first, 0, 0.004))
        .to.equal(rose(first, 0, Infinity))
        .and.to.be.above(2);
      expect(rose(second, 1, 0.064) - rose(second, 1, 0.032))
        .to.equal(rose(second, 1, Infinity))
        .and.to.be.above(2);
    });
  });

  it('note the round trips to each peer by its id, two ways, twice a minute', async () => {
    const near = controlPlane();
    await near.clock.run(async () => {
      await near.clock.sleep(300_000);
      const ids = [...near.etcd.operator.members()].map(([id, node]) => ({ id, node }));
      for (const plane of near.planes) {
        for (const { id, node } of ids) {
          const counts = buckets(near, plane, roundTrip, ({ To }) => To === id);
          expect(all(counts)).to.be.within(node === plane.name ? 0 : 18, node === plane.name ? 0 : 20);
        }
        const counts = buckets(near, plane, roundTrip);
        // 0.8 ms there and back; three times that, and a handshake, over a new connection.
        expect(upTo(counts, 0.0004)).to.equal(0);
        expect(upTo(counts, 0.0016)).to.be.within(15, 25);
        expect(upTo(counts, 0.0064)).to.equal(all(counts));
      }
    });
  });

  it('note longer round trips between zones that are far apart', async () => {
    const far = controlPlane({ network: { crossZoneLatency: '20ms' } });
    await far.clock.run(async () => {
      await far.clock.sleep(120_000);
      const counts = buckets(far, far.planes[0]!, roundTrip);
      expect(upTo(counts, 0.0256)).to.equal(0);
      expect(upTo(counts, 0.2048)).to.equal(all(counts)).and.to.be.above(10);
    });
  });

  it('note a peer that is gone every 5 s, and of one that was cut off how long a probe waited', async () => {
    const world = controlPlane();
    const [first, second, third] = world.planes as readonly [Plane, Plane, Plane];
    const idOf = ({ name }: Plane): string =>
      [...world.etcd.operator.members()].find(([, node]) => node === name)?.[0] ?? '';
    await world.clock.run(async () => {
      await world.clock.sleep(60_000);
      const to = (plane: Plane) => (labels: Labels) => labels['To'] === idOf(plane);
      const before = all(buckets(world, first, roundTrip, to(second)));
      second.etcd.exit(137);
      const filter = world.network.filterOf(third.machine);
      filter.set('cut', [
        { hook: 'in', ranges: ['172.18.0.0/24'] },
        { hook: 'out', ranges: ['172.18.0.0/24'] },
      ]);
      await world.clock.sleep(60_000);
      // Refused on both ways; each waits for its half minute to be over once.
      expect(all(buckets(world, first, roundTrip, to(second))) - before).to.be.within(12, 26);
      filter.clear('cut');
      await world.clock.sleep(90_000);
      const counts = buckets(world, first, roundTrip, to(third));
      expect(all(counts) - upTo(counts, 1.6384)).to.be.above(0);
    });
  });
});
