import { expect } from 'chai';
import fc from 'fast-check';
import { seededRandom } from '../../../../src/base/random.ts';
import { RaftLog } from '../../../../src/backends/sim/etcd/raft/log.ts';
import type { Entry, Message } from '../../../../src/backends/sim/etcd/raft/messages.ts';
import { Raft } from '../../../../src/backends/sim/etcd/raft/raft.ts';
import type { Ready } from '../../../../src/backends/sim/etcd/raft/ready.ts';

interface Disk {
  term: number;
  vote: number | undefined;
  log: RaftLog<string>;
}

interface Member {
  disk: Disk;
  raft: Raft<string> | undefined;
  /** Taken, and not yet on disk. */
  writing: Ready<string> | undefined;
}

/** Members whose messages lie in a bag: taken out of it in any order, twice, or lost; members stop and start with their disks. */
function group(size: number, seed: number, forgetful = false) {
  const random = seededRandom(seed);
  const ids = Array.from({ length: size }, (_, id) => id);
  const members: Member[] = ids.map(() => ({
    disk: { term: 1, vote: undefined, log: new RaftLog<string>({ index: 0, term: 1 }) },
    raft: undefined,
    writing: undefined,
  }));
  let bag: Message<string>[] = [];
  const leaders = new Map<number, number>();
  const agreed: Entry<string>[] = [];
  const acknowledged: string[] = [];

  const start = (id: number): void => {
    const { disk } = members[id]!;
    members[id]!.raft = new Raft<string>({
      id,
      members: ids,
      electionTicks: 10,
      preVote: true,
      random: random.next,
      hard: { term: disk.term, vote: forgetful ? undefined : disk.vote },
      log: new RaftLog(disk.log.base, disk.log.between(disk.log.base.index)),
      commit: disk.log.base.index,
      readable: () => undefined,
      stranded: () => undefined,
    });
  };
  const stop = (id: number): void => {
    members[id]!.raft = undefined;
    members[id]!.writing = undefined;
  };
  const look = (): void => {
    for (const { raft } of members) {
      if (raft?.role === 'leader') {
        const known = leaders.get(raft.term) ?? raft.id;
        leaders.set(raft.term, known);
        expect(known, `leader of term ${raft.term}`).to.equal(raft.id);
      }
      if (raft === undefined) continue;
      for (let index = raft.log.base.index + 1; index <= raft.commit; index += 1) {
        const entry = raft.log.at(index)!;
        const known = agreed[index] ?? entry;
        agreed[index] = known;
        expect(entry, `entry ${index}`).to.deep.equal(known);
        if (entry.data !== undefined && !acknowledged.includes(entry.data)) acknowledged.push(entry.data);
      }
    }
  };
  const written = (member: Member): void => {
    const { raft, writing, disk } = member;
    if (raft === undefined || writing === undefined) return;
    member.writing = undefined;
    const { write, messages, leads } = writing;
    if (write !== undefined) {
      disk.term = write.term;
      disk.vote = write.vote;
      if (write.snapshot !== undefined) disk.log.reset(write.snapshot);
      if (write.from !== undefined) disk.log.replaceFrom(write.from, write.entries);
      raft.stable(write.last);
    }
    if (!leads) bag.push(...messages);
  };
  const pump = (member: Member): void => {
    if (member.raft === undefined || member.writing !== undefined) return;
    const ready = member.raft.take();
    if (ready === undefined) return;
    if (ready.leads) bag.push(...ready.messages);
    member.writing = ready;
  };
  const deliver = (keep: boolean): void => {
    if (bag.length === 0) return;
    const at = Math.floor(random.next() * bag.length);
    const message = bag[at]!;
    if (!keep) bag.splice(at, 1);
    const { raft } = members[message.to]!;
    raft?.step(message);
  };
  /** Everybody runs, nothing is lost, until nothing moves. */
  const settle = (ticks: number): void => {
    for (let tick = 0; tick < ticks; tick += 1) {
      for (const { raft } of members) raft?.tick();
      for (let busy = true; busy; ) {
        for (const member of members) {
          pump(member);
          written(member);
        }
        busy = bag.length > 0;
        const messages = bag;
        bag = [];
        for (const message of messages) members[message.to]!.raft?.step(message);
      }
      look();
    }
  };
  return {
    members,
    acknowledged,
    start,
    stop,
    look,
    pump,
    written,
    deliver,
    settle,
    /** Delivers what one has said to another. */
    hand: (from: number, to: number) => {
      const mine = bag.filter((message) => message.from === from && message.to === to);
      bag = bag.filter((message) => !mine.includes(message));
      for (const message of mine) members[to]!.raft?.step(message);
    },
    lose: () => (bag = bag.filter(() => random.next() < 0.5)),
    leader: () => members.filter(({ raft }) => raft?.role === 'leader').map(({ raft }) => raft!),
    committed: (id: number) => {
      const { raft } = members[id]!;
      const entries = raft?.log.between(0, raft.commit) ?? [];
      return entries.flatMap(({ data }) => (data === undefined ? [] : [data]));
    },
  };
}

const step = fc.oneof(
  { weight: 30, arbitrary: fc.constant({ do: 'deliver' as const, id: 0 }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('write' as const), id: fc.nat(4) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('tick' as const), id: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('propose' as const), id: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), id: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'lose' as const, id: 0 }) },
  { weight: 2, arbitrary: fc.constant({ do: 'again' as const, id: 0 }) },
);

/** Runs members through steps, every one of which may be the last before a member's death. */
function shake(size: number, seed: number, steps: readonly { do: string; id: number }[], forgetful = false): void {
  const g = group(size, seed, forgetful);
  g.members.forEach((_, id) => g.start(id));
  const pumpAll = (): void => g.members.forEach((member) => g.pump(member));
  steps.forEach((one, count) => {
    const id = one.id % size;
    const member = g.members[id]!;
    if (one.do === 'deliver') g.deliver(false);
    else if (one.do === 'again') g.deliver(true);
    else if (one.do === 'write') g.written(member);
    else if (one.do === 'tick') for (let i = 0; i < 5; i += 1) member.raft?.tick();
    else if (one.do === 'propose') member.raft?.propose(`v${count}`);
    else if (one.do === 'lose') g.lose();
    else {
      g.stop(id);
      g.start(id);
    }
    pumpAll();
    g.look();
  });
  g.settle(100);
  for (const [id] of g.members.entries()) {
    const committed = g.committed(id);
    expect(
      committed.filter((value, i) => committed.indexOf(value) === i && g.acknowledged.includes(value)),
    ).to.have.length(g.acknowledged.length, `member ${id} has every acknowledged write`);
  }
}

describe('Raft', () => {
  it('elects one leader, which all follow, and every member gets what is proposed anywhere', () => {
    const g = group(3, 1);
    g.members.forEach((_, id) => g.start(id));
    g.settle(30);
    expect(g.leader()).to.have.length(1);
    const [leader] = g.leader();
    expect(g.members.map(({ raft }) => raft?.lead)).to.deep.equal([leader?.id, leader?.id, leader?.id]);
    g.members.forEach(({ raft }, id) => raft?.propose(`from ${id}`));
    g.settle(3);
    for (const id of [0, 1, 2]) expect(g.committed(id)).to.have.members(['from 0', 'from 1', 'from 2']);
  });

  it('commits with two of three, and not with one', () => {
    const g = group(3, 2);
    g.members.forEach((_, id) => g.start(id));
    g.settle(30);
    const [leader] = g.leader();
    const [first, second] = [0, 1, 2].filter((id) => id !== leader?.id) as [number, number];
    g.stop(first);
    leader?.propose('two');
    g.settle(2);
    expect(g.acknowledged).to.include('two');
    g.stop(second);
    leader?.propose('one');
    g.settle(30);
    expect(g.acknowledged).to.not.include('one');
    expect(leader?.role, 'a leader without a majority steps down').to.not.equal('leader');
  });

  it('lets no member that was cut off depose a leader when it comes back', () => {
    const g = group(3, 3);
    g.members.forEach((_, id) => g.start(id));
    g.settle(30);
    const [leader] = g.leader();
    const away = [0, 1, 2].find((id) => id !== leader?.id)!;
    const { raft } = g.members[away]!;
    const term = leader?.term;
    g.members[away]!.raft = undefined;
    for (let i = 0; i < 100; i += 1) raft?.tick();
    raft?.take();
    g.members[away]!.raft = raft;
    g.settle(30);
    expect(g.leader().map(({ id }) => id)).to.deep.equal([leader?.id]);
    expect(leader?.term).to.equal(term);
  });

  it('hands leadership over at its wish', () => {
    const g = group(3, 4);
    g.members.forEach((_, id) => g.start(id));
    g.settle(30);
    const heir = g.leader()[0]?.transfer();
    g.settle(1);
    expect(g.leader().map(({ id }) => id)).to.deep.equal([heir]);
  });

  it('brings a member that comes late up to date, by a snapshot where the log is forgotten', () => {
    const g = group(3, 5);
    g.start(0);
    g.start(1);
    g.settle(30);
    const [leader] = g.leader();
    for (const value of ['a', 'b', 'c']) leader?.propose(value);
    g.settle(2);
    leader?.log.forget(leader.commit);
    g.start(2);
    g.settle(5);
    leader?.propose('d');
    g.settle(2);
    expect(g.members[2]?.raft?.commit).to.equal(leader?.commit);
    expect(g.committed(2)).to.deep.equal(['d']);
  });

  it('never has two leaders in a term, nor loses an acknowledged write, whatever is lost, repeated or restarted', function () {
    this.timeout(60_000);
    const sizes = fc.constantFrom(1, 2, 3, 5);
    fc.assert(
      fc.property(sizes, fc.nat(), fc.array(step, { maxLength: 400 }), (size, seed, steps) => shake(size, seed, steps)),
      { numRuns: 150, seed: 1 },
    );
  });

  for (const forgetful of [false, true]) {
    it(`${forgetful ? 'would have' : 'does not have'} two leaders in a term ${forgetful ? 'if it forgot' : 'because it keeps'} its vote`, () => {
      const g = group(3, 6, forgetful);
      g.members.forEach((_, id) => g.start(id));
      const work = (id: number): void => {
        g.pump(g.members[id]!);
        g.written(g.members[id]!);
      };
      // Both stand in the same term, and each gets to the third member, which restarts in between.
      for (const candidate of [1, 2]) {
        g.members[candidate]?.raft?.campaign(true);
        work(candidate);
        g.hand(candidate, 0);
        work(0);
        g.stop(0);
        g.start(0);
        g.hand(0, candidate);
      }
      const leaders = g.leader().filter(({ term }) => term === 2);
      expect(leaders).to.have.length(forgetful ? 2 : 1);
    });
  }
});
