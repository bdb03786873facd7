import { expect } from 'chai';
import type { Clock } from '../../src/base/clock.ts';
import { openLoop, type Schedule } from '../../src/base/open-loop.ts';
import { virtualClock } from '../../src/base/virtual-clock.ts';

interface Sent {
  readonly dueAt: number;
  readonly at: number;
}

/** Runs a loop until `untilMs`; during `stall` the sender's own timers do not fire. */
async function loop(schedule: Schedule, untilMs: number, stall?: { fromMs: number; untilMs: number }) {
  const real = virtualClock();
  const clock: Clock = {
    ...real,
    sleep: async (ms, signal) => {
      await real.sleep(ms, signal);
      if (stall && real.now() >= stall.fromMs && real.now() < stall.untilMs)
        await real.sleep(stall.untilMs - real.now());
    },
  };
  const stop = new AbortController();
  real.at(untilMs, () => stop.abort());
  const sent: Sent[] = [];
  const count = await real.run(() =>
    openLoop(clock, schedule, (dueAt) => void sent.push({ dueAt, at: real.now() }), stop.signal),
  );
  return { sent, count };
}

describe('openLoop', () => {
  it('sends at start + phase + i · period', async () => {
    const { sent, count } = await loop({ startAt: 0, periodMs: 100, phaseMs: 30 }, 350);
    expect(sent.map(({ dueAt }) => dueAt)).to.deep.equal([30, 130, 230, 330]);
    expect(sent.every(({ dueAt, at }) => dueAt === at)).to.equal(true);
    expect(count).to.equal(4);
  });

  it('does not drift at a period that is no round number', async () => {
    const { sent } = await loop({ startAt: 0, periodMs: 1000 / 30, phaseMs: 0 }, 60_000);
    expect(sent[1799]).to.deep.equal({ dueAt: 1799 * (1000 / 30), at: 1799 * (1000 / 30) });
  });

  it('sends all that fell due in a stall when it wakes, none skipped and none re-based', async () => {
    const { sent, count } = await loop({ startAt: 0, periodMs: 100, phaseMs: 0 }, 1050, { fromMs: 300, untilMs: 750 });
    expect(sent.map(({ dueAt }) => dueAt)).to.deep.equal([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    expect(sent.find(({ dueAt }) => dueAt === 300)?.at).to.equal(750);
    expect(count).to.equal(11);
  });

  it('counts and sends what fell due in a stall that the abort came in', async () => {
    const { sent, count } = await loop({ startAt: 0, periodMs: 100, phaseMs: 0 }, 600, { fromMs: 300, untilMs: 750 });
    expect(count).to.equal(8);
    expect(sent).to.have.length(8);
  });

  it('sends nothing when it was aborted before', async () => {
    const clock = virtualClock();
    const send = (): void => expect.fail('sent');
    const schedule = { startAt: 0, periodMs: 100, phaseMs: 0 };
    expect(await clock.run(() => openLoop(clock, schedule, send, AbortSignal.abort()))).to.equal(0);
  });

  it('lets an abort through to a sender that cannot keep up', async () => {
    const real = virtualClock();
    let nowMs = 0;
    // Each send takes longer than the period.
    const clock: Clock = { ...real, now: () => nowMs };
    const stop = new AbortController();
    real.at(0, () => stop.abort());
    const send = (): void => void (nowMs += 15);
    await real.run(() => openLoop(clock, { startAt: 0, periodMs: 10, phaseMs: 0 }, send, stop.signal));
    expect(stop.signal.aborted).to.equal(true);
  });

  it('refuses a period that would never let time pass', async () => {
    const clock = virtualClock();
    const schedule = { startAt: 0, periodMs: 0, phaseMs: 0 };
    const error: unknown = await openLoop(clock, schedule, () => undefined, new AbortController().signal).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(RangeError);
  });
});
