import { expect } from 'chai';
import { type ClockPair, deadline, originNow, systemClock, watchWallClock } from '../../src/base/system-clock.ts';

describe('systemClock', () => {
  it('counts from its origin, which clocks of several threads can share', async () => {
    const origin = originNow();
    const [a, b] = [systemClock(origin), systemClock(origin)];
    await a.sleep(5);
    expect(a.now()).to.be.at.least(3);
    expect(Math.abs(a.now() - b.now())).to.be.below(100);
    expect(a.startedAtUnixMs).to.equal(origin.unixMs);
  });

  it('wakes at once when the signal aborts', async () => {
    const stop = new AbortController();
    const sleep = systemClock().sleep(60_000, stop.signal);
    stop.abort();
    await sleep;
    await systemClock().sleep(60_000, AbortSignal.abort());
  });

  it('asks for whole milliseconds, not fewer than it sleeps for', async () => {
    const asked: (number | undefined)[] = [];
    const { setTimeout: own } = globalThis;
    globalThis.setTimeout = ((action: () => void, ms?: number) => {
      asked.push(ms);
      return own(action, 0);
    }) as typeof setTimeout;
    try {
      await systemClock().sleep(9.1);
      await systemClock().sleep(-3);
    } finally {
      globalThis.setTimeout = own;
    }
    expect(asked).to.deep.equal([10, 0]);
  });

  it('does not take a very long sleep for none', async () => {
    const stop = new AbortController();
    let awake = false;
    const sleep = systemClock()
      .sleep(2 ** 40, stop.signal)
      .then(() => (awake = true));
    await systemClock().sleep(20);
    expect(awake).to.equal(false);
    stop.abort();
    await sleep;
  });
});

describe('deadline', () => {
  it('aborts when its time is over', async () => {
    const { signal, dispose } = deadline(1);
    await systemClock().sleep(50);
    expect(signal.aborted).to.equal(true);
    dispose();
  });

  it('aborts with its parent, also one that was aborted before', () => {
    const parent = new AbortController();
    const { signal, dispose } = deadline(60_000, parent.signal);
    parent.abort(new Error('enough'));
    expect(signal.reason).to.have.property('message', 'enough');
    dispose();
    const late = deadline(60_000, parent.signal);
    expect(late.signal.aborted).to.equal(true);
    late.dispose();
  });
});

describe('watchWallClock', () => {
  it('tells the largest jump, forwards or back, and takes no reading that was interrupted for one', () => {
    const readings: ClockPair[] = [
      { beforeMs: 0, wallMs: 1000, afterMs: 0 },
      { beforeMs: 10, wallMs: 1010, afterMs: 10 },
      { beforeMs: 20, wallMs: 1320, afterMs: 20 },
      { beforeMs: 30, wallMs: 1000, afterMs: 500 },
      { beforeMs: 510, wallMs: 1410, afterMs: 510 },
    ];
    const watch = watchWallClock(() => readings.shift()!);
    expect(watch.stepMs()).to.equal(0);
    expect(watch.stepMs()).to.equal(300);
    expect(watch.stepMs()).to.equal(400);
    watch.stop();
  });

  it('finds none on a machine that leaves its clock alone', () => {
    const watch = watchWallClock();
    expect(watch.stepMs()).to.be.below(50);
    watch.stop();
  });
});
