import { expect } from 'chai';
import fc from 'fast-check';
import { headroomOf, holds, scoreOf } from '../../src/scoring/curve.ts';

const lower = { better: 'lower', dimension: 'duration' } as const;
const ratio = { better: 'higher', dimension: 'ratio' } as const;
const within60 = { comparison: '<=', bound: 60_000, limit: 180_000 } as const;
const atLeast999 = { comparison: '>=', bound: 0.999, limit: 0.997 } as const;

describe('scoreOf', () => {
  it('is 0.9 at the objective and 0.5 at the limit', () => {
    expect(scoreOf(60_000, within60, lower)).to.be.closeTo(0.9, 1e-6);
    expect(scoreOf(180_000, within60, lower)).to.be.closeTo(0.5, 1e-6);
    expect(scoreOf(0.999, atLeast999, ratio)).to.be.closeTo(0.9, 1e-6);
    expect(scoreOf(0.997, atLeast999, ratio)).to.be.closeTo(0.5, 1e-6);
  });

  it('is 1 at perfect', () => {
    expect(scoreOf(0, within60, lower)).to.equal(1);
    expect(scoreOf(1, atLeast999, ratio)).to.equal(1);
  });

  it('lies on the log-normal curve in between and beyond', () => {
    // sigma = ln(3) / 1.28155: 30 s is (ln(30/180)) / sigma = -2.0901 deviations from the limit.
    expect(scoreOf(30_000, within60, lower)).to.be.closeTo(0.98169, 1e-5);
    expect(scoreOf(540_000, within60, lower)).to.be.closeTo(0.1, 1e-6);
  });

  it('never rises as things get worse, and stays within 0 and 1', () => {
    const value = fc.double({ min: 0, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const [better, worse] = [scoreOf(less, within60, lower), scoreOf(more, within60, lower)];
        expect(better).to.be.within(0, 1);
        // The series for the normal tail is good to 1e-7.
        expect(worse).to.be.at.most(better + 2e-7);
      }),
    );
  });

  it('halves with each limit when the objective is perfect', () => {
    const none = { comparison: '<=', bound: 0, limit: 2 } as const;
    const count = { better: 'lower', dimension: 'count' } as const;
    expect([0, 2, 4].map((value) => scoreOf(value, none, count))).to.deep.equal([1, 0.5, 0.25]);
    expect(scoreOf(1, { ...none, limit: 0 }, count)).to.equal(0);
  });

  it('is a step where the limit is not beyond the objective', () => {
    const step = { comparison: '<=', bound: 10, limit: 10 } as const;
    expect([9, 10, 11].map((value) => scoreOf(value, step, lower))).to.deep.equal([1, 1, 0]);
    expect([9, 10].map((value) => scoreOf(value, { ...step, comparison: '<' }, lower))).to.deep.equal([1, 0]);
    const nothing = { comparison: '<=', bound: 0, limit: 0 } as const;
    expect([0, 1e-9, 5].map((value) => scoreOf(value, nothing, lower))).to.deep.equal([1, 0, 0]);
    const all = { comparison: '>=', bound: 1, limit: 1 } as const;
    expect([1, 0.999999, 0].map((value) => scoreOf(value, all, ratio))).to.deep.equal([1, 0, 0]);
    expect(scoreOf(9, { ...step, limit: Number.NaN }, lower)).to.equal(1);
    const hair = { comparison: '<=', bound: 999_999_999.9999976, limit: 999_999_999.9999977 } as const;
    expect(scoreOf(hair.bound, hair, lower)).to.equal(1);
  });

  it('is a step where the limit has no distance, and for an objective against the grain', () => {
    const perSecond = { better: 'higher', dimension: 'rate' } as const;
    const rate = { comparison: '>=', bound: 50, limit: 0 } as const;
    expect([60, 50, 40].map((value) => scoreOf(value, rate, perSecond))).to.deep.equal([1, 1, 0]);
    expect(scoreOf(0, { ...rate, limit: 25 }, perSecond)).to.equal(0);
    expect(scoreOf(Infinity, within60, lower)).to.equal(0);
    expect(scoreOf(25, { ...rate, limit: 25 }, perSecond)).to.be.closeTo(0.5, 1e-6);
    const against = { comparison: '>=', bound: 10, limit: 30 } as const;
    expect([9, 10, 99].map((value) => scoreOf(value, against, lower))).to.deep.equal([0, 1, 1]);
  });

  it('is a number from 0 to 1, 0.9 or more just where the objective is kept, whatever it is asked', () => {
    const amount = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(0, 1, 1e-12, 5e-324, 1e300));
    const comparison = fc.constantFrom('<=', '<', '>=', '>' as const);
    const indicator = fc.record({
      better: fc.constantFrom('lower', 'higher' as const),
      dimension: fc.constantFrom('duration', 'ratio', 'rate', 'count' as const),
    });
    fc.assert(
      fc.property(
        fc.record({ value: amount, bound: amount, limit: fc.oneof(amount, fc.constant(Number.NaN)) }),
        comparison,
        indicator,
        ({ value, bound, limit }, sign, of) => {
          const score = scoreOf(value, { comparison: sign, bound, limit }, of);
          expect(score).to.be.within(0, 1);
          if (score < 0.9 - 1e-6) expect(holds(value, sign, bound)).to.equal(false);
        },
      ),
      { numRuns: 4000 },
    );
  });
});

describe('headroomOf', () => {
  it('is the share of the bound that is left', () => {
    expect(headroomOf(45_000, within60, lower)).to.equal(0.25);
    expect(headroomOf(90_000, within60, lower)).to.equal(-0.5);
  });

  it('is the share of the error budget that is left for a ratio', () => {
    expect(headroomOf(0.9995, atLeast999, ratio)).to.be.closeTo(0.5, 1e-9);
    expect(headroomOf(0.998, atLeast999, ratio)).to.be.closeTo(-1, 1e-9);
  });

  it('is undefined when nothing was allowed and something used', () => {
    const none = { comparison: '<=', bound: 0, limit: 0 } as const;
    expect(headroomOf(0, none, lower)).to.equal(0);
    expect(headroomOf(1, none, lower)).to.equal(undefined);
  });
});
