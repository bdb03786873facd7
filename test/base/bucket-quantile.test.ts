import { expect } from 'chai';
import fc from 'fast-check';
import { bucketQuantile } from '../../src/base/bucket-quantile.ts';

const bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 5];

function cumulative(values: readonly number[]): readonly number[] {
  return [...bounds, Infinity].map((bound) => values.filter((value) => value <= bound).length);
}

describe('bucketQuantile', () => {
  it('interpolates inside the bucket as Prometheus does', () => {
    // 10 at most 0.1, 20 more at most 0.2: the median is the 15th of 30, a quarter into the second bucket.
    expect(bucketQuantile([0.1, 0.2], [10, 30, 30], 0.5)).to.deep.include({ low: 0.1, high: 0.2, isBeyond: false });
    expect(bucketQuantile([0.1, 0.2], [10, 30, 30], 0.5)?.value).to.be.closeTo(0.125, 1e-12);
  });

  it('knows only a lower bound above the highest finite bucket, and nothing where nothing was counted', () => {
    expect(bucketQuantile([1, 60], [0, 10, 20], 0.99)).to.deep.equal({
      value: 60,
      low: 60,
      high: Infinity,
      isBeyond: true,
    });
    expect(bucketQuantile([1, 60], [0, 0, 0], 0.99)).to.equal(undefined);
  });

  it('names a bucket that holds the nearest-rank quantile of the values themselves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-4, max: 8, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0.5, 0.9, 0.99),
        (values, q) => {
          const found = bucketQuantile(bounds, cumulative(values), q)!;
          const sorted = [...values].sort((a, b) => a - b);
          const exact = sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1]!;
          expect(exact).to.be.above(found.low - 1e-12);
          expect(exact).to.be.at.most(found.high);
          expect(found.value).to.be.within(found.low, found.high);
        },
      ),
    );
  });
});
