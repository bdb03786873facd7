import { expect } from 'chai';
import { smallestDetectableFactor } from '../../src/base/detectable.ts';
import { medianInterval } from '../../src/base/median-interval.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('medianInterval', () => {
  it('uses the order statistics of the published tables', () => {
    // Conover, Practical Nonparametric Statistics: ranks for 95 % at n = 6, 10, 15, 20.
    const ranks = { 6: [1, 6], 10: [2, 9], 15: [4, 12], 20: [6, 15] } as const;
    for (const [n, expected] of Object.entries(ranks))
      expect(medianInterval(upTo(Number(n))).interval, n).to.deep.equal(expected);
    expect(medianInterval(upTo(10)).coverage).to.be.closeTo(0.9785, 5e-5);
    expect(medianInterval(upTo(6)).coverage).to.be.closeTo(0.96875, 1e-9);
  });

  it('has no interval below six values', () => {
    expect(medianInterval([3, 1, 2, 9, 4])).to.deep.equal({ median: 3, interval: undefined, coverage: undefined });
  });

  it('keeps what never ended', () => {
    expect(medianInterval([1, 2, 3, 4, 5, Infinity]).interval).to.deep.equal([1, Infinity]);
  });
});

describe('smallestDetectableFactor', () => {
  const spread = [8, 9, 9.5, 10, 10.2, 10.5, 11, 11.5, 12, 13];

  it('falls with more runs', () => {
    const factors = [5, 10, 20].map(
      (n) => smallestDetectableFactor([...spread, ...spread].slice(0, Math.max(5, n)), n, 0.05)!,
    );
    expect(factors[0]).to.be.at.least(factors[1]!);
    expect(factors[1]).to.be.at.least(factors[2]!);
    // Ten runs with a coefficient of variation of 15 % see a factor of 1.3 (simulated power 94 %).
    expect(factors[1]).to.be.within(1.1, 1.3);
  });

  it('is not there where too few values could never be significant', () => {
    expect(smallestDetectableFactor([1, 2, 3], 3, 0.05)).to.equal(undefined);
    expect(smallestDetectableFactor([10], 10, 0.05)).to.equal(undefined);
  });

  it('gives the same answer each time', () => {
    expect(smallestDetectableFactor(spread, 5, 0.05)).to.equal(smallestDetectableFactor(spread, 5, 0.05));
  });
});
