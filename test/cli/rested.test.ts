import { expect } from 'chai';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import { rested } from '../../src/cli/rested.ts';
import { silentOutput } from '../support/silent-output.ts';

const order = (name: string, signal = new AbortController().signal): Parameters<ReturnType<typeof rested>>[0] => ({
  backend: { name, simulated: name === 'sim' },
  output: silentOutput,
  signal,
});

describe('rested', () => {
  it('leaves each real cluster alone since its own last run, and no simulated one', async () => {
    const clock = virtualClock();
    const begun: string[] = [];
    await clock.run(async () => {
      const carryOut = rested(
        async ({ backend }) => {
          begun.push(`${backend.name} ${clock.now()}`);
          await clock.sleep(100);
        },
        1000,
        clock,
      );
      for (const name of ['kind', 'other', 'kind', 'other', 'sim', 'sim']) await carryOut(order(name));
    });
    expect(begun).to.deep.equal(['kind 0', 'other 100', 'kind 1100', 'other 1200', 'sim 1300', 'sim 1400']);
  });

  it('leaves it alone after a run that failed, too', async () => {
    const clock = virtualClock();
    const begun: number[] = [];
    await clock.run(async () => {
      const carryOut = rested(
        async () => {
          begun.push(clock.now());
          throw new Error('no cluster');
        },
        1000,
        clock,
      );
      for (let i = 0; i < 2; i += 1) await carryOut(order('kind')).catch(() => undefined);
    });
    expect(begun).to.deep.equal([0, 1000]);
  });

  it('ends with an interruption, which the run is to tell of', async () => {
    const clock = virtualClock();
    const controller = new AbortController();
    const begun: number[] = [];
    await clock.run(async () => {
      const carryOut = rested(
        async () => {
          begun.push(clock.now());
        },
        1000,
        clock,
      );
      await carryOut(order('kind'));
      clock.at(300, () => controller.abort());
      await carryOut(order('kind', controller.signal));
    });
    expect(begun).to.deep.equal([0, 300]);
  });
});
