import { expect } from 'chai';
import type { EtcdObservation } from '../../src/core/observation.ts';
import { etcdLeaderChanges } from '../../src/indicators/etcd-leader-changes.ts';
import { etcdLeaderless } from '../../src/indicators/etcd-leaderless.ts';
import { scrapes, timelineOf } from '../support/timeline-builder.ts';

const members = ['a', 'b', 'c'];
const over = (state: (member: string, at: number) => Partial<EtcdObservation>, toMs = 180_000) =>
  timelineOf({ observations: scrapes(members, 0, toMs, state) });

describe('etcd.leaderless', () => {
  const measure = (timeline: ReturnType<typeof over>) => etcdLeaderless.measure(timeline, etcdLeaderless.phases);

  it('is the time in which no member reported a leader', () => {
    const timeline = over((_, at) => ({ hasLeader: at < 40_000 || at >= 43_000 }));
    expect(measure(timeline)).to.include({ status: 'measured', value: 3000 });
    expect(measure(timeline)).to.have.deep.property('bounds', [2000, 4000]);
  });

  it('is 0 while one member has a leader', () => {
    expect(measure(over((member) => ({ hasLeader: member === 'b' })))).to.include({ value: 0 });
  });

  it('is the time from the loss of the leader to its successor, though the others say that they have one', () => {
    // As a real etcd told it: killed at 47.0 s, its successor chosen at 48.4 s, no follower ever without a leader.
    const timeline = over((member, at) => {
      if (member === 'c')
        return at >= 47_000 && at < 49_000 ? { reachable: false } : { hasLeader: true, isLeader: at < 47_000 };
      return { hasLeader: true, isLeader: member === 'b' && at >= 49_000, leaderChanges: at >= 49_000 ? 2 : 1 };
    });
    expect(measure(timeline)).to.include({ status: 'measured', value: 2000 });
    expect(measure(timeline)).to.have.deep.property('bounds', [1000, 3000]);
  });

  it('knows the same leader, chosen anew, from one that could not be scraped', () => {
    const away = (changes: number) =>
      over((member, at) => {
        const gone = member === 'a' && at >= 50_000 && at < 54_000;
        if (gone) return { reachable: false };
        return { hasLeader: true, isLeader: member === 'a', leaderChanges: at >= 54_000 ? changes : 1 };
      });
    expect(measure(away(1))).to.include({ value: 0 });
    expect(measure(away(2))).to.include({ value: 4000 });
  });

  it('does not believe a member that cannot be scraped any more', () => {
    const timeline = over((member, at) =>
      member === 'a' && at >= 60_000 ? { reachable: false } : { hasLeader: member === 'a' },
    );
    expect(measure(timeline)).to.include({ value: 120_000 });
  });

  it('counts the time when no member could be scraped, but not for certain', () => {
    const timeline = over((_, at) => (at >= 40_000 && at < 44_000 ? { reachable: false } : { hasLeader: true }));
    expect(measure(timeline)).to.include({ value: 4000 });
    expect(measure(timeline)).to.have.deep.property('bounds', [0, 5000]);
  });

  it('is measured when one member cannot be reached while the others are seen', () => {
    const timeline = over((member, at) =>
      member === 'a' && at >= 30_000 ? { reachable: false } : { hasLeader: at < 40_000 || at >= 43_000 },
    );
    expect(measure(timeline)).to.include({ status: 'measured', value: 3000 });
    expect(measure(timeline)).to.have.deep.property('bounds', [2000, 4000]);
  });

  it('believes a scrape for 3 s, and no longer', () => {
    // The others are not there at all; `a` is last seen with its leader at 40 s, `b` goes on without.
    const lone = [
      ...scrapes(['b'], 0, 180_000, () => ({ hasLeader: false })),
      ...scrapes(['a'], 0, 40_001, () => ({ hasLeader: true })),
    ];
    expect(measure(timelineOf({ observations: lone }))).to.include({ value: 136_000 });
  });

  it('counts the times, and the phases only', () => {
    const timeline = over((_, at) => ({
      hasLeader: !(at >= 25_000 && at < 32_000) && !(at >= 50_000 && at < 51_000) && at < 179_000,
    }));
    expect(measure(timeline)).to.include({ value: 4000 });
    expect(measure(timeline)).to.have.property('evidence').that.contains('3 times without a leader, together 4s');
    expect(etcdLeaderless.measure(timeline, ['baseline'])).to.include({ value: 5000 });
  });

  it('is unmeasured when no member ever answered', () => {
    expect(measure(over(() => ({ reachable: false })))).to.include({ reason: 'no etcd member could be scraped' });
  });

  it('allows for 5 s without a scrape, also at the edges of a phase', () => {
    const hole = (from: number, to: number) =>
      timelineOf({
        observations: scrapes(members, 0, 180_000, () => ({ hasLeader: true })).filter(
          ({ at }) => at < from || at >= to,
        ),
      });
    expect(measure(hole(41_000, 45_000)).status).to.equal('measured');
    expect(measure(hole(41_000, 46_000))).to.include({
      reason: 'no etcd member was scraped for 6s of the fault phase',
    });
    expect(measure(hole(25_000, 31_000)).status).to.equal('unmeasured');
    expect(measure(hole(175_000, 180_000)).status).to.equal('unmeasured');
    expect(measure(hole(0, 26_000)).status).to.equal('measured');
  });

  it('is unmeasured without scrapes, or with a hole in them', () => {
    expect(measure(timelineOf({})).status).to.equal('unmeasured');
    expect(measure(over(() => ({ hasLeader: true }), 100_000)).status).to.equal('unmeasured');
  });
});

describe('etcd.leaderChanges', () => {
  const measure = (timeline: ReturnType<typeof over>) => etcdLeaderChanges.measure(timeline, etcdLeaderChanges.phases);

  it('is the largest increase that one member saw', () => {
    const timeline = over((member, at) => ({
      hasLeader: true,
      leaderChanges: 4 + (member !== 'a' && at >= 50_000 ? 1 : 0) + (member === 'c' && at >= 70_000 ? 1 : 0),
    }));
    expect(measure(timeline)).to.include({ status: 'measured', value: 2 });
  });

  it('does not take the restart of a member for a change', () => {
    const timeline = over((member, at) => ({
      hasLeader: true,
      leaderChanges: member === 'a' && at >= 50_000 ? (at >= 51_000 ? 1 : 0) : 3,
    }));
    // 3, then 0, then 1: the one that it counts is the leader that it finds.
    expect(measure(timeline)).to.include({ value: 0 });
  });

  it('counts an increase over a time when the member was away', () => {
    const timeline = over((_, at) =>
      at >= 40_000 && at < 60_000 ? { reachable: false } : { hasLeader: true, leaderChanges: at < 40_000 ? 3 : 5 },
    );
    expect(measure(timeline)).to.include({ value: 2 });
  });

  it('needs the counts of a majority: a member that was cut off does not know of an election', () => {
    const seen = (nodes: readonly string[]) =>
      over((member) => (nodes.includes(member) ? { hasLeader: true, leaderChanges: 1 } : { reachable: false }));
    expect(measure(seen(['a', 'b']))).to.include({ status: 'measured', value: 0 });
    expect(measure(seen(['a']))).to.include({
      status: 'unmeasured',
      reason: 'only 1 of 3 members told how often they saw the leader change',
    });
  });

  it('counts what a restarted member sees after the leader that it found', () => {
    const timeline = over((member, at) => ({
      hasLeader: true,
      leaderChanges: member === 'a' && at >= 50_000 ? (at >= 60_000 ? 3 : 1) : 7,
    }));
    expect(measure(timeline)).to.include({ value: 2 });
  });

  it('leaves out what changed before the phases', () => {
    expect(measure(over((_, at) => ({ hasLeader: true, leaderChanges: at < 10_000 ? 1 : 2 })))).to.include({
      value: 0,
    });
  });
});
