import { expect } from 'chai';
import fc from 'fast-check';
import { percentile, percentileOfSorted, wilsonInterval } from '../../src/base/percentile.ts';

describe('percentile', () => {
  it('is the nearest rank', () => {
    expect(percentile([15, 20, 35, 40, 50], 0.3)).to.equal(20);
    expect(percentile([15, 20, 35, 40, 50], 0.4)).to.equal(20);
    expect(percentile([15, 20, 35, 40, 50], 0.5)).to.equal(35);
    expect(percentile([15, 20, 35, 40, 50], 1)).to.equal(50);
  });

  it('takes the 99th of a hundred, in spite of what 0.99 is in binary', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(hundred, 0.99)).to.equal(99);
    expect(percentile([...hundred, ...hundred.map((n) => n + 100)], 0.99)).to.equal(198);
  });

  it('sorts as numbers', () => {
    expect(percentile([10, 9, 100, 1], 1)).to.equal(100);
    expect(percentile([10, 9, 100, 1], 0.25)).to.equal(1);
  });

  it('is the least value with at least q of all at or below it', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 1000 }), (values, permille) => {
        const found = percentile(values, permille / 1000);
        const atOrBelow = values.filter((value) => value <= found).length;
        const below = values.filter((value) => value < found).length;
        expect(values).to.include(found);
        expect(atOrBelow * 1000).to.be.at.least(permille * values.length);
        expect(below * 1000).to.be.below(permille * values.length);
      }),
    );
  });

  it('leaves its input alone', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).to.deep.equal([3, 1, 2]);
  });

  it('refuses an empty list and a quantile outside (0, 1]', () => {
    expect(() => percentile([], 0.5)).to.throw(RangeError);
    expect(() => percentileOfSorted([1], 0)).to.throw(RangeError);
    expect(() => percentileOfSorted([1], 99)).to.throw(RangeError);
    expect(() => percentileOfSorted([1], Number.NaN)).to.throw(RangeError);
  });
});

describe('wilsonInterval', () => {
  it('agrees with the published example of 8 good in 10', () => {
    const [low, high] = wilsonInterval(8, 10);
    expect(low).to.be.closeTo(0.4902, 0.0001);
    expect(high).to.be.closeTo(0.9433, 0.0001);
  });

  it('holds the observed share, and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (good, bad) => {
        const [low, high] = wilsonInterval(good, good + bad);
        const share = good + bad === 0 ? 0.5 : good / (good + bad);
        expect(low).to.be.within(0, share + 1e-12);
        expect(high).to.be.within(share - 1e-12, 1);
      }),
    );
  });

  it('knows nothing from nothing', () => {
    expect(wilsonInterval(0, 0)).to.deep.equal([0, 1]);
  });
});
