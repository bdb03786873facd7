import { expect } from 'chai';
import { type Clock, sleepUntil } from '../../src/base/clock.ts';
import { virtualClock } from '../../src/base/virtual-clock.ts';

describe('sleepUntil', () => {
  it('wakes at the instant', async () => {
    const clock = virtualClock();
    await clock.run(() => sleepUntil(clock, 250));
    expect(clock.now()).to.equal(250);
  });

  it('does not wait for what is past', async () => {
    const clock = virtualClock();
    await clock.run(async () => {
      await clock.sleep(100);
      await sleepUntil(clock, 50);
    });
    expect(clock.now()).to.equal(100);
  });

  it('sleeps on when a timer wakes early', async () => {
    const clock = virtualClock();
    const hasty: Clock = { ...clock, sleep: (ms, signal) => clock.sleep(ms > 1 ? ms - 0.7 : ms, signal) };
    await clock.run(() => sleepUntil(hasty, 250));
    expect(clock.now()).to.be.at.least(250);
  });

  it('gives up when the signal aborts', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    clock.at(40, () => stop.abort());
    await clock.run(() => sleepUntil(clock, 250, stop.signal));
    expect(clock.now()).to.equal(40);
  });
});
