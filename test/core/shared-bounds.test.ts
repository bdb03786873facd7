import { expect } from 'chai';
import type { MetricsObservation } from '../../src/core/observation.ts';
import { boundsSharer } from '../../src/core/shared-bounds.ts';

const scrape = (at: number, bounds: readonly number[]): MetricsObservation => ({
  kind: 'metrics',
  at,
  component: 'etcd',
  instance: 'cp-1',
  reachable: true,
  values: { up: 1 },
  histograms: { 'fsync{}': { bounds, counts: [...bounds, 9].map((_, i) => at + i) } },
});

describe('boundsSharer', () => {
  it('changes nothing that is seen, and keeps a series’ bounds once', () => {
    const share = boundsSharer();
    const scrapes = [scrape(1, [0.1, 1]), scrape(2, [0.1, 1]), scrape(3, [0.1, 2]), scrape(4, [0.1, 2])];
    const [first, second, third, fourth] = scrapes.map(share);
    expect([first, second, third, fourth]).to.deep.equal(scrapes);
    const boundsOf = (one: MetricsObservation | undefined): unknown => one?.histograms['fsync{}']?.bounds;
    expect(boundsOf(second)).to.equal(boundsOf(first));
    expect(boundsOf(fourth)).to.equal(boundsOf(third)).and.not.to.equal(boundsOf(first));
  });
});
