import { expect } from 'chai';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import type { Canaries } from '../../src/core/cluster.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Observation } from '../../src/core/observation.ts';
import { probes } from '../../src/probes/index.ts';
import { fakeCluster } from '../support/fake-cluster.ts';

/** Runs a probe for so long on virtual time. */
async function observe(
  probe: string,
  forMs: number,
  parts: (clock: ReturnType<typeof virtualClock>) => { ledger?: Ledger; canaries?: Canaries },
): Promise<readonly Observation[]> {
  const clock = virtualClock(0);
  const seen: Observation[] = [];
  await clock.run(async () => {
    const stop = new AbortController();
    const cluster = fakeCluster(clock, { replace: parts(clock) });
    const work = probes
      .get(probe)
      .bind({})
      .observe({ clock, cluster, signal: stop.signal, emit: (one) => seen.push(one) });
    await clock.sleep(forMs);
    stop.abort();
    await work;
  });
  return seen;
}

describe('the ledger probe', () => {
  it('goes on writing in the open while answers are late, and reads back from who has not answered until all have', async () => {
    let asked = 0;
    const seen = await observe('ledger', 2200, (clock) => ({
      ledger: {
        append: async (entry) => {
          await clock.sleep(3000);
          if (entry === 1) throw new Error('refused');
          return { revision: String(10 + entry) };
        },
        readBack: async () => {
          asked += 1;
          return [
            { instance: 'a', entries: [[0, '10']] },
            asked < 3 ? { instance: 'b', error: 'away' } : { instance: 'b', entries: [] },
          ];
        },
      },
    }));
    const writes = seen.filter((one) => one.kind === 'ledger-write');
    expect(writes.map(({ entry, sentAt, revision, error }) => [entry, sentAt, revision ?? error])).to.deep.equal([
      [0, 0, '10'],
      [1, 500, 'refused'],
      [2, 1000, '12'],
      [3, 1500, '13'],
      [4, 2000, '14'],
    ]);
    expect(
      seen.filter((one) => one.kind === 'ledger-read').map(({ instance, entries }) => [instance, entries]),
    ).to.deep.equal([
      ['a', [[0, '10']]],
      ['b', []],
    ]);
    expect(asked).to.equal(3);
  });

  it('gives up an apiserver that stays away, and says so', async () => {
    const seen = await observe('ledger', 600, (clock) => ({
      ledger: {
        append: async () => ({ revision: '1' }),
        readBack: async () => {
          await clock.sleep(10);
          return [{ instance: 'a', error: 'away' }];
        },
      },
    }));
    expect(seen.at(-1)).to.include({ kind: 'ledger-read', instance: 'a', error: 'away' });
  });

  it('writes nothing where nothing may be written', async () => {
    expect(await observe('ledger', 2000, () => ({}))).to.deep.equal([]);
  });
});

describe('the canaries probe', () => {
  it('starts one every 15 s, not with the first second’s rush, and takes each away once it is Ready, or a refusal for its end', async () => {
    const removed: string[] = [];
    let tell: ((one: Observation) => void) | undefined;
    const seen = await observe('canaries', 39_500, (clock) => ({
      canaries: {
        create: async (name) => {
          if (name === 'canary-1') throw new Error('refused');
          void clock.sleep(1000).then(() => tell?.({ kind: 'canary', at: clock.now(), name, stage: 'ready' }));
        },
        remove: async (name) => void removed.push(`${clock.now()} ${name}`),
        watch: async (emit, signal) => {
          tell = emit;
          await clock.sleep(1e9, signal);
        },
      },
    }));
    const told = seen.flatMap((one) => (one.kind === 'canary' ? [`${one.at} ${one.name} ${one.stage}`] : []));
    expect(told).to.deep.equal([
      '7500 canary-0 asked',
      '8500 canary-0 ready',
      '22500 canary-1 asked',
      '22500 canary-1 ended',
      '37500 canary-2 asked',
      '38500 canary-2 ready',
    ]);
    expect(removed).to.deep.equal(['8500 canary-0', '22500 canary-1', '38500 canary-2']);
  });
});
