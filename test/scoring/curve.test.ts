import { expect } from 'chai';
import fc from 'fast-check';
import { headroomOf, scoreOf } from '../../src/scoring/curve.ts';

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

  it('is a step when the limit is not beyond the objective', () => {
    const step = { comparison: '<=', bound: 10, limit: 10 } as const;
    expect([9, 10, 11].map((value) => scoreOf(value, step, lower))).to.deep.equal([1, 1, 0]);
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
