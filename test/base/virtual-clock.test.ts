import { expect } from 'chai';
import fc from 'fast-check';
import { virtualClock } from '../../src/base/virtual-clock.ts';

describe('virtualClock', () => {
  it('lets a day pass in no time', async () => {
    const clock = virtualClock();
    await clock.run(() => clock.sleep(86_400_000));
    expect(clock.now()).to.equal(86_400_000);
  });

  it('wakes sleepers by time, and those of one instant in the order of their calls', async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(delays, async (list) => {
        const clock = virtualClock();
        const woken: number[] = [];
        await clock.run(() =>
          Promise.all(
            list.map(async (ms, index) => {
              await clock.sleep(ms);
              woken.push(index);
              expect(clock.now()).to.equal(ms);
            }),
          ),
        );
        const expected = [...list.keys()].sort((a, b) => (list[a] ?? 0) - (list[b] ?? 0) || a - b);
        expect(woken).to.deep.equal(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('lets everything that is ready run to its end before the next event', async () => {
    const clock = virtualClock();
    const order: string[] = [];
    await clock.run(async () => {
      clock.at(10, () => {
        void (async () => {
          for (let i = 0; i < 100; i += 1) await Promise.resolve();
          order.push('long chain');
        })();
      });
      clock.at(10, () => void order.push('second event'));
      await clock.sleep(20);
    });
    expect(order).to.deep.equal(['long chain', 'second event']);
  });

  it('wakes at once when the signal aborts', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    clock.at(30, () => stop.abort());
    await clock.run(() => clock.sleep(1000, stop.signal));
    expect(clock.now()).to.equal(30);
  });

  it('does not sleep at all when the signal was aborted before', async () => {
    const clock = virtualClock();
    await clock.run(() => clock.sleep(1000, AbortSignal.abort()));
    expect(clock.now()).to.equal(0);
  });

  it('is not moved by what was called off', async () => {
    const clock = virtualClock();
    const called: string[] = [];
    clock.at(10, () => void called.push('called off'))();
    await clock.run(() => clock.sleep(20));
    expect(called).to.deep.equal([]);
    clock.at(5000, () => undefined)();
    await clock.run(() => clock.sleep(Infinity)).catch(() => undefined);
    expect(clock.now()).to.equal(20);
  });

  it('never goes back, and takes a past instant for now', async () => {
    const clock = virtualClock();
    await clock.run(() => clock.sleep(100));
    const seen: number[] = [];
    clock.at(50, () => void seen.push(clock.now()));
    await clock.run(() => clock.sleep(-5));
    expect(seen).to.deep.equal([100]);
  });

  it('rejects when nothing can wake the body any more', async () => {
    const clock = virtualClock();
    const error: unknown = await clock.run(() => clock.sleep(Infinity)).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message').that.contains('virtual time stands still');
  });

  it('rejects with what an event throws', async () => {
    const clock = virtualClock();
    clock.at(1, () => {
      throw new Error('a bug of the simulator');
    });
    const error: unknown = await clock.run(() => clock.sleep(10)).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'a bug of the simulator');
  });

  it('refuses an instant that is not a number', () => {
    expect(() => virtualClock().at(Number.NaN, () => undefined)).to.throw(RangeError);
  });

  it('takes 200,000 events in its stride', async () => {
    const clock = virtualClock();
    let count = 0;
    await clock.run(
      () =>
        new Promise<void>((resolve) => {
          const tick = (): void => {
            count += 1;
            if (count === 200_000) resolve();
            else clock.at(clock.now() + 1, tick);
          };
          clock.at(0, tick);
        }),
    );
    expect(clock.now()).to.equal(199_999);
  });

  it('keeps the order of what is left when most of what was asked for has been called off', async () => {
    const clock = virtualClock();
    const ran: number[] = [];
    await clock.run(async () => {
      const cancels = Array.from({ length: 30_000 }, (_, n) => clock.at((n * 7919) % 30_000, () => ran.push(n)));
      cancels.forEach((cancel, n) => {
        if (n % 10 !== 0) cancel();
      });
      await clock.sleep(40_000);
      // Calling off what is over, or called off, changes nothing.
      for (const cancel of cancels) cancel();
    });
    const instants = ran.map((n) => (n * 7919) % 30_000);
    expect(ran).to.have.length(3000);
    expect(instants).to.deep.equal([...instants].sort((a, b) => a - b));
  });
});
