import { expect } from 'chai';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import type { Observed } from '../../src/core/cluster.ts';
import type { MetricsSource } from '../../src/core/metrics.ts';
import type { MetricsObservation, Observation } from '../../src/core/observation.ts';
import { metrics } from '../../src/probes/metrics.ts';

/** What the probe says of these sources in 20 s, scraping every 9 s and giving up after 4. */
async function scraped(sources: () => readonly MetricsSource[]): Promise<readonly MetricsObservation[]> {
  const clock = virtualClock();
  const seen: Observation[] = [];
  await clock.run(async () => {
    const stop = new AbortController();
    const cluster = { metrics: sources } as unknown as Observed;
    const probe = metrics.bind({ period: '9s', slowPeriod: '9s', timeout: '4s' });
    const over = probe.observe({ clock, cluster, signal: stop.signal, emit: (one) => seen.push(one) });
    await clock.sleep(20_000);
    stop.abort();
    await over;
  });
  return seen.filter((one) => one.kind === 'metrics');
}

const source = (instance: string, page: MetricsSource['page']): MetricsSource => ({
  component: 'etcd',
  instance,
  page,
});
const answers = async (): Promise<string> => '';
const hangs = (signal: AbortSignal): Promise<string> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('given up')), { once: true });
  });

describe('metrics', () => {
  it('asks the instances one after the other, each once in a period', async () => {
    const seen = await scraped(() => ['a', 'b', 'c'].map((name) => source(name, answers)));
    expect(seen.map(({ at, instance }) => `${at} ${instance}`)).to.deep.equal([
      '0 a',
      '3000 b',
      '6000 c',
      '9000 a',
      '12000 b',
      '15000 c',
      '18000 a',
    ]);
  });

  it('gives an instance that hangs up, holds up no other by it, and asks it again', async () => {
    const seen = await scraped(() => [source('a', hangs), source('b', answers)]);
    expect(seen.map(({ at, instance, reachable }) => `${at} ${instance} ${reachable}`)).to.deep.equal([
      '4000 a false',
      '4500 b true',
      '13000 a false',
      '13500 b true',
    ]);
  });

  it('asks the instances that there are when a period begins', async () => {
    let names = ['a'];
    const seen = await scraped(() => names.map((name) => source(name, async () => ((names = ['a', 'new']), ''))));
    expect(seen.map(({ at, instance }) => `${at} ${instance}`)).to.deep.equal([
      '0 a',
      '9000 a',
      '13500 new',
      '18000 a',
    ]);
  });
});
