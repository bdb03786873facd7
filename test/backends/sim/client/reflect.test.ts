import { expect } from 'chai';
import type { Random } from '../../../../src/base/random.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { type ApiClient, CallError } from '../../../../src/backends/sim/client/api-client.ts';
import { reflect } from '../../../../src/backends/sim/client/reflect.ts';
import { startProcess } from '../../../../src/backends/sim/engine/process.ts';

/** What is asked when every call fails for that reason: at which instant, and whether it is a watch. */
async function asked(first: 'list' | 'watch', reason: string, forMs: number): Promise<readonly string[]> {
  const clock = virtualClock();
  const seen: string[] = [];
  const error = new CallError(reason, 0, reason);
  const client: ApiClient = {
    call: () => {
      seen.push(`${clock.now()} list`);
      return Promise.reject(error);
    },
    watch: (path, { ended }) => {
      seen.push(`${clock.now()} watch from ${/resourceVersion=(\d+)/.exec(path)?.[1] ?? ''}`);
      clock.at(clock.now(), () => ended(error));
      return () => undefined;
    },
    random: { fork: () => ({ next: () => 0 }) } as unknown as Random,
    reset: () => undefined,
  };
  const mirror = { replace: () => undefined, put: () => undefined };
  const reflection = reflect(startProcess(clock, 'client'), client, '/api/v1/nodes', mirror);
  await clock.run(async () => {
    if (first === 'list') reflection.list();
    else reflection.watch('7');
    await clock.sleep(forMs);
    reflection.stop();
  });
  return seen;
}

describe('an informer', () => {
  for (const reason of ['reset', 'closed', 'timeout']) {
    it(`sends a watch again ten times, a second later, that ends by ${reason}, and lists then`, async () => {
      const seen = await asked('watch', reason, 10_900);
      expect(seen.slice(0, 11)).to.deep.equal(Array.from({ length: 11 }, (_, n) => `${n * 1000} watch from 7`));
      expect(seen[11]).to.equal('10800 list');
    });
  }

  it('keeps its place, and pauses longer each time, where nobody listens', async () => {
    expect(await asked('watch', 'refused', 6000)).to.deep.equal([
      '0 watch from 7',
      '800 watch from 7',
      '2400 watch from 7',
      '5600 watch from 7',
    ]);
  });

  it('sends a list again that was broken off, not one that timed out', async () => {
    expect(await asked('list', 'reset', 2500)).to.deep.equal(['0 list', '1000 list', '2000 list']);
    expect(await asked('list', 'timeout', 2500)).to.deep.equal(['0 list', '800 list', '2400 list']);
  });
});
