import { expect } from 'chai';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import type { Observed } from '../../src/core/cluster.ts';
import type { PrepareLoad } from '../../src/core/load.ts';
import type { Observation } from '../../src/core/observation.ts';
import { probes } from '../../src/probes/index.ts';

/** What the probe does in its two stages on a cluster with this load generator, and what it tells. */
async function watched(load: PrepareLoad | undefined): Promise<{ done: readonly string[]; told: readonly string[] }> {
  const done: string[] = [];
  const told: string[] = [];
  const emit = (one: Observation): void => {
    if (one.kind === 'watch') told.push(`${one.state}: ${one.detail ?? ''}`);
  };
  const cluster = {
    load:
      load &&
      (async (...order: Parameters<PrepareLoad>) => {
        done.push('prepare');
        return await load(...order);
      }),
  } as Partial<Observed> as Observed;
  const context = { clock: virtualClock(0), cluster, emit, signal: new AbortController().signal };
  const probe = probes.get('k6').bind({ runners: 2 });
  await probe.prepare?.(context);
  done.push('prepared');
  await probe.observe(context);
  return { done, told };
}

describe('k6', () => {
  it('has the load prepared before anything is measured, and sends it afterwards', async () => {
    const sent: string[] = [];
    const { done, told } = await watched(
      async ({ runners }) =>
        async () =>
          void sent.push(`by ${runners ?? 0}`),
    );
    expect(done).to.deep.equal(['prepare', 'prepared']);
    expect(sent).to.deep.equal(['by 2']);
    expect(told).to.be.empty;
  });

  it('is blind where there is no load to send, where it cannot be prepared, and where it ends', async () => {
    expect((await watched(undefined)).told).to.deep.equal(['blind: there is no k6 in a rehearsal']);
    const fails = async (): Promise<never> => Promise.reject(new Error('no operator'));
    expect((await watched(fails)).told).to.deep.equal(['blind: no operator']);
    expect((await watched(async () => fails)).told).to.deep.equal(['blind: no operator']);
  });
});
