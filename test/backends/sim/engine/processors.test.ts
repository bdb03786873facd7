import { expect } from 'chai';
import { type CpuGroup, processors } from '../../../../src/backends/sim/engine/processors.ts';

const small = { weight: 10, limitCores: undefined } as const;

/** Mean wall time of pieces of 1 ms, one each 20 ms, for two seconds. */
function mean(group: CpuGroup, everyMs = 20): number {
  const times = Array.from({ length: 100 }, (_, index) => group.takes(index * everyMs, 1));
  return times.reduce((sum, one) => sum + one, 0) / times.length;
}

describe('processors', () => {
  it('give a piece of work its own time while there is room', () => {
    const machine = processors(2);
    const [own, other] = [machine.group(small), machine.group(small)];
    expect(own.takes(0, 5)).to.equal(5);
    other.burn('hog', 1, 0);
    expect(own.takes(100, 5)).to.equal(5);
  });

  it('let a thread that works little run as soon as a slice of the busy ones is over', () => {
    const machine = processors(2);
    const [own, other] = [machine.group(small), machine.group(small)];
    other.burn('hog', 8, 0);
    expect(mean(own)).to.be.within(1.5, 4);
  });

  it('hold up a group that wants more than its share', () => {
    const machine = processors(1);
    const [own, other] = [machine.group(small), machine.group({ weight: 90, limitCores: undefined })];
    other.burn('hog', 4, 0);
    // A tenth of a core is its share, and half of one is what it wants: the line grows.
    expect(mean(own, 2)).to.be.above(300);
  });

  it('stop a group for the rest of each period when its quota is used up', () => {
    const machine = processors(8);
    const own = machine.group({ weight: 100, limitCores: 0.5 });
    expect(own.takes(0, 1)).to.equal(1);
    own.burn('stress-ng', 4, 1000);
    // 50 ms of quota for five threads: 10 ms of each 100 ms in which anything runs.
    expect(own.takes(1050, 1)).to.equal(51);
    expect(own.takes(1100, 1)).to.be.below(2);
    own.burn('stress-ng', 0, 2000);
    expect(own.takes(2050, 1)).to.equal(1);
  });

  it('count what was used', () => {
    const own = processors(2).group({ weight: 100, limitCores: 1 });
    own.takes(0, 30);
    own.burn('stress-ng', 4, 1000);
    expect(own.usedMs(3000)).to.equal(30 + 2000);
    own.end(3000);
    expect(own.usedMs(9000)).to.equal(30 + 2000);
  });
});
