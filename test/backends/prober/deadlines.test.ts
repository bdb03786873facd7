import { expect } from 'chai';
import { Deadlines } from '../../../src/backends/prober/deadlines.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { virtualClock } from '../../../src/base/virtual-clock.ts';

/** What came of limits that were set, and struck off, at these instants. */
async function overruns(
  ...limits: readonly { readonly setAt: number; readonly limitAt: number; readonly overAt?: number }[]
): Promise<readonly string[]> {
  const clock = virtualClock();
  const deadlines = new Deadlines(clock);
  const seen: string[] = [];
  await clock.run(async () => {
    for (const { setAt, limitAt, overAt } of limits) {
      const one = { limitAt, overrun: () => void seen.push(`${limitAt} at ${clock.now()}`) };
      clock.at(setAt, () => deadlines.add(one));
      if (overAt !== undefined) clock.at(overAt, () => deadlines.strike(one));
    }
    await clock.sleep(1000);
    deadlines.close();
  });
  return seen;
}

describe('Deadlines', () => {
  it('tells each that overran, at its instant', async () => {
    const seen = await overruns({ setAt: 0, limitAt: 100 }, { setAt: 10, limitAt: 110 }, { setAt: 20, limitAt: 120 });
    expect(seen).to.deep.equal(['100 at 100', '110 at 110', '120 at 120']);
  });

  it('tells none that was over before', async () => {
    expect(
      await overruns({ setAt: 0, limitAt: 100, overAt: 99 }, { setAt: 10, limitAt: 110, overAt: 20 }),
    ).to.deep.equal([]);
  });

  it('finds the next after the one that it waited for was struck off', async () => {
    const seen = await overruns({ setAt: 0, limitAt: 100, overAt: 50 }, { setAt: 90, limitAt: 190 });
    expect(seen).to.deep.equal(['190 at 190']);
  });

  it('takes an earlier limit that is set later', async () => {
    const seen = await overruns({ setAt: 0, limitAt: 500 }, { setAt: 10, limitAt: 100 });
    expect(seen).to.deep.equal(['100 at 100', '500 at 500']);
  });

  it('tells what is late already', async () => {
    expect(await overruns({ setAt: 50, limitAt: 20 })).to.deep.equal(['20 at 50']);
  });

  it('begins anew after a rest', async () => {
    const seen = await overruns({ setAt: 0, limitAt: 100, overAt: 1 }, { setAt: 500, limitAt: 600 });
    expect(seen).to.deep.equal(['600 at 600']);
  });

  it('asks for one timer, however many there are', async () => {
    const virtual = virtualClock();
    let sleeps = 0;
    const clock: Clock = { ...virtual, sleep: (ms, signal) => ((sleeps += 1), virtual.sleep(ms, signal)) };
    const deadlines = new Deadlines(clock);
    await virtual.run(async () => {
      for (let i = 0; i < 100; i += 1) {
        const one = { limitAt: virtual.now() + 5000, overrun: () => undefined };
        deadlines.add(one);
        await virtual.sleep(1);
        deadlines.strike(one);
      }
      deadlines.close();
    });
    expect(sleeps).to.equal(1);
  });

  it('lets go of its timer when it is closed and nothing waits, not before', async () => {
    const clock = virtualClock();
    const deadlines = new Deadlines(clock);
    let woken = 0;
    await clock.run(async () => {
      deadlines.add({ limitAt: 100, overrun: () => void (woken += 1) });
      deadlines.close();
      await clock.sleep(200);
      const last = { limitAt: 1000, overrun: () => void (woken += 1) };
      deadlines.add(last);
      deadlines.strike(last);
      await clock.sleep(1);
    });
    expect(woken).to.equal(1);
  });
});
