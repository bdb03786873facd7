import { expect } from 'chai';
import { keyQueue } from '../../../../src/backends/sim/client/work-queue.ts';
import { machine } from '../../../../src/backends/sim/engine/machine.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';

/** Works on keys for 100 ms each; tells when each began, and the most that were under way together. */
async function worked(
  workers: number,
  keys: readonly string[],
  { fails = 0, addedAgainAt }: { readonly fails?: number; readonly addedAgainAt?: number } = {},
): Promise<[readonly string[], number]> {
  const clock = virtualClock();
  const begun: string[] = [];
  const underWay = new Set<string>();
  let most = 0;
  let failures = fails;
  await clock.run(async () => {
    const process = machine(clock, 'm', undefined).run('p');
    const sync = async (key: string): Promise<void> => {
      expect(underWay.has(key)).to.equal(false);
      begun.push(`${key} ${clock.now()}`);
      underWay.add(key);
      most = Math.max(most, underWay.size);
      await process.sleep(100);
      underWay.delete(key);
      failures -= 1;
      if (failures >= 0) throw new Error('not yet');
    };
    const queue = keyQueue(process, sync, workers);
    for (const key of keys) queue.add(key);
    if (addedAgainAt !== undefined) {
      await clock.sleep(addedAgainAt);
      for (const key of keys) queue.add(key);
    }
    await clock.sleep(2000);
  });
  return [begun, most];
}

describe('keyQueue', () => {
  it('gives one worker one key after the other, each once however often it was added', async () => {
    expect(await worked(1, ['a', 'b', 'b'])).to.deep.equal([['a 0', 'b 100'], 1]);
  });

  it('gives several workers several keys, and none to two of them while it is under way', async () => {
    expect(await worked(2, ['a', 'b', 'c'])).to.deep.equal([['a 0', 'b 0', 'c 100'], 2]);
    expect(await worked(2, ['a'], { addedAgainAt: 50 })).to.deep.equal([['a 0', 'a 100'], 1]);
  });

  it('tries again later what failed, each time after twice as long', async () => {
    const [begun] = await worked(1, ['a'], { fails: 3 });
    expect(begun).to.deep.equal(['a 0', 'a 105', 'a 215', 'a 335']);
  });
});
