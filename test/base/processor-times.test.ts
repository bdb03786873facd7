import { expect } from 'chai';
import { ofProcStat, processorTimes } from '../../src/base/processor-times.ts';

describe('processorTimes', () => {
  it('takes a line of /proc/stat apart: what waits for a disk is idle, guests are counted in user already', () => {
    expect(ofProcStat('cpu  100 10 50 800 20 1 4 15 70 7')).to.deep.equal({ total: 1000, idle: 820, stolen: 15 });
  });

  it('knows no other line, nor one of a system that tells no steal', () => {
    expect(ofProcStat('cpu0 100 10 50 800 20 1 4 15 0 0')).to.equal(undefined);
    expect(ofProcStat('cpu  100 10 50 800')).to.equal(undefined);
    expect(ofProcStat('')).to.equal(undefined);
  });

  it('grows on this machine, the idle part of it never more than the whole', async () => {
    const before = processorTimes();
    const until = performance.now() + 60;
    while (performance.now() < until);
    const now = processorTimes();
    expect(now.total).to.be.above(before.total);
    expect(now.idle - before.idle).to.be.at.most(now.total - before.total);
  });
});
