import { expect } from 'chai';
import fc from 'fast-check';
import { hodgesLehmann, holm, mannWhitney, median, smallestP } from '../../src/base/mann-whitney.ts';

// Permeability constants of the human chorioamnion, Hollander and Wolfe, Nonparametric Statistical Methods (1973), p. 69:
// also the example of R's wilcox.test, which gives W = 35 and, one-sided, p = 0.1272; the book's estimate of the shift is 0.305.
const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const early = [1.15, 0.88, 0.9, 0.74, 1.21];
// Lehmann, Nonparametrics (1975), through SciPy's documentation of mannwhitneyu: ages at diagnosis of diabetes.
const males = [19, 22, 16, 29, 24];
const females = [20, 11, 17, 12];
// R's wilcox.test(Ozone ~ Month, airquality, Month %in% c(5, 8)): W = 127.5, p-value = 0.0001208, with ties.
const may = [41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37];
const august = [
  39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85,
];

describe('mannWhitney', () => {
  it('agrees with Hollander and Wolfe on the chorioamnion', () => {
    const test = mannWhitney(early, atTerm);
    expect(test.u).to.equal(35);
    expect(test.exact).to.equal(true);
    expect(test.p / 2).to.be.closeTo(0.1272, 5e-5);
    expect(hodgesLehmann(early, atTerm)).to.be.closeTo(0.305, 1e-9);
  });

  it('agrees with SciPy on the ages of diabetics', () => {
    const test = mannWhitney(females, males);
    expect(test).to.include({ u: 17, exact: true });
    expect(test.p).to.be.closeTo(0.1111111111111111, 1e-12);
  });

  it('agrees with R on ozone in May and August, where there are ties', () => {
    const test = mannWhitney(august, may);
    expect(test.u).to.equal(127.5);
    expect(test.exact).to.equal(false);
    expect(test.p).to.be.closeTo(0.0001208, 5e-8);
  });

  it('gives the smallest p that benchstat prints for so many values a side', () => {
    for (const [n, p] of [
      [3, 0.1],
      [4, 0.029],
      [5, 0.0079],
    ] as const) {
      const low = Array.from({ length: n }, (_, i) => i);
      expect(
        mannWhitney(
          low,
          low.map((value) => value + 100),
        ).p,
      ).to.be.closeTo(p, 5e-4);
      expect(smallestP(n, n)).to.be.closeTo(p, 5e-4);
    }
  });

  it('is the same from both sides, and never sees a difference of equals', () => {
    const side = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(mannWhitney(a, b).p).to.be.closeTo(mannWhitney(b, a).p, 1e-12);
        expect(mannWhitney(a, a).p).to.be.greaterThan(0.99);
      }),
    );
    expect(mannWhitney([5, 5, 5], [5, 5, 5]).p).to.equal(1);
  });

  it('ranks what never ended above all else', () => {
    expect(mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, Infinity]).p).to.be.closeTo(2 / 252, 1e-12);
    expect(hodgesLehmann([1, Infinity], [1, Infinity])).to.equal(0);
    expect(hodgesLehmann([1, 2, 3], [Infinity, Infinity, Infinity])).to.equal(Infinity);
  });

  it('refuses what has no rank', () => {
    expect(() => mannWhitney([], [1])).to.throw(RangeError);
    expect(() => mannWhitney([1], [Number.NaN])).to.throw(RangeError);
    expect(() => median([])).to.throw(RangeError);
  });
});

describe('holm', () => {
  it('agrees with R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(10)))).to.deep.equal([0.03, 0.06, 0.06, 0.02]);
  });

  it('never goes above 1, and leaves one test alone', () => {
    expect(holm([0.9, 0.8])).to.deep.equal([1, 1]);
    expect(holm([0.04])).to.deep.equal([0.04]);
    expect(holm([])).to.deep.equal([]);
  });
});
