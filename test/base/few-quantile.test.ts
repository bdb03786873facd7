import { expect } from 'chai';
import fc from 'fast-check';
import { fewQuantile } from '../../src/base/few-quantile.ts';

const bounds = [0.1, 0.2, 0.4, 0.8, 1.6];

/** Cumulative counts of these values. */
function cumulative(values: readonly number[]): readonly number[] {
  return [...bounds, Infinity].map((bound) => values.filter((value) => value <= bound).length);
}
const copies = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);

describe('fewQuantile', () => {
  it('is the upper bound of the largest’s bucket, with how sure that is', () => {
    const found = fewQuantile(bounds, cumulative([...copies(23, 0.15), 0.5]), 0.99)!;
    expect(found).to.include({ value: 0.8, high: 0.8, isBeyond: false });
    expect(found.confidence).to.be.closeTo(1 - 0.99 ** 24, 1e-12);
  });

  it('is bounded from below by what it is not below with 97.5 %', () => {
    // Of 24, one above the true P99 is nothing unusual (21 %), two are (2.4 %).
    expect(fewQuantile(bounds, cumulative([...copies(23, 0.15), 0.5]), 0.99)).to.include({ low: 0.1 });
    expect(fewQuantile(bounds, cumulative([...copies(22, 0.15), 0.5, 0.5]), 0.99)).to.include({ low: 0.4 });
    // Of 99, three may be (7.8 %), four are unusual (1.8 %).
    expect(fewQuantile(bounds, cumulative([...copies(96, 0.15), 0.5, 0.5, 0.5]), 0.99)).to.include({ low: 0.1 });
    expect(fewQuantile(bounds, cumulative([...copies(95, 0.15), ...copies(4, 0.5)]), 0.99)).to.include({ low: 0.4 });
  });

  it('knows only a lower bound above the highest finite bucket', () => {
    expect(fewQuantile(bounds, cumulative([...copies(23, 0.15), 9]), 0.99)).to.include({
      value: 1.6,
      high: Infinity,
      isBeyond: true,
    });
  });

  it('says nothing of nothing, and leaves many to others', () => {
    expect(fewQuantile(bounds, cumulative([]), 0.99)).to.equal(undefined);
    expect(fewQuantile(bounds, cumulative(copies(99, 0.15)), 0.99)).to.not.equal(undefined);
    expect(fewQuantile(bounds, cumulative(copies(100, 0.15)), 0.99)).to.equal(undefined);
  });

  it('has its lower bound above the true quantile in at most 2.5 % of all samples', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 99 }), (total) => {
        // A sample is told by how many lie above the true quantile, 0.4: binomial.
        let probability = 0.99 ** total;
        let wrong = 0;
        for (let above = 0; above <= total; above += 1) {
          const found = fewQuantile(bounds, cumulative([...copies(total - above, 0.3), ...copies(above, 0.5)]), 0.99)!;
          if (found.low >= 0.4) wrong += probability;
          probability *= ((total - above) / (above + 1)) * (0.01 / 0.99);
        }
        expect(wrong).to.be.at.most(0.025);
      }),
    );
  });
});
