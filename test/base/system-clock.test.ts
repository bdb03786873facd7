import { expect } from 'chai';
import { deadline, originNow, systemClock } from '../../src/base/system-clock.ts';

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
