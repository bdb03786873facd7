import { expect } from 'chai';
import { histogram } from '../../../../src/backends/sim/engine/histogram.ts';

describe('histogram', () => {
  it('tells what it has counted so far, each time', () => {
    const { observe, text } = histogram({ name: 'h', labels: 'x="1"', bounds: [1, 2] });
    const told = (...counts: readonly number[]): string => {
      const heads = [
        'h_bucket{x="1",le="1"}',
        'h_bucket{x="1",le="2"}',
        'h_bucket{x="1",le="+Inf"}',
        'h_sum{x="1"}',
        'h_count{x="1"}',
      ];
      return heads.map((head, at) => `${head} ${counts[at]}`).join('\n');
    };
    expect(text()).to.equal(told(0, 0, 0, 0, 0));
    observe(1.5);
    expect([text(), text()]).to.deep.equal([told(0, 1, 1, 1.5, 1), told(0, 1, 1, 1.5, 1)]);
    observe(3);
    expect(text()).to.equal(told(0, 1, 2, 4.5, 2));
  });
});
