import { expect } from 'chai';
import type { Random } from '../../../../src/base/random.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { backoff } from '../../../../src/backends/sim/client/backoff.ts';
import { startProcess } from '../../../../src/backends/sim/engine/process.ts';

/** What is always drawn. */
const always = (drawn: number): Random => ({ next: () => drawn }) as Random;

describe('backoff', () => {
  it('doubles from 0.8 s to 30 s, and at most once more by chance', () => {
    const process = startProcess(virtualClock(), 'client');
    const least = backoff(process, always(0));
    expect(Array.from({ length: 7 }, least)).to.deep.equal([800, 1600, 3200, 6400, 12_800, 25_600, 30_000]);
    const most = backoff(process, always(0.5));
    expect([most(), most()]).to.deep.equal([1200, 2400]);
  });

  it('begins anew after two quiet minutes', async () => {
    const clock = virtualClock();
    const next = backoff(startProcess(clock, 'client'), always(0));
    await clock.run(async () => {
      expect([next(), next()]).to.deep.equal([800, 1600]);
      await clock.sleep(119_000);
      expect(next()).to.equal(3200);
      await clock.sleep(121_000);
      expect(next()).to.equal(800);
    });
  });
});
