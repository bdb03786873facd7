import { expect } from 'chai';
import fc from 'fast-check';
import { linearScale, logScale, logTicks, timeTicks, wholeTicks } from '../../../src/reporters/html/scales.ts';

describe('linearScale', () => {
  it('maps the ends onto the ends, and what is beyond onto the nearer one', () => {
    const { at } = linearScale([10, 20], [0, 100]);
    expect([10, 15, 20, 5, 99].map(at)).to.deep.equal([0, 50, 100, 0, 100]);
  });

  it('survives a domain without width', () => expect(linearScale([5, 5], [3, 9]).at(5)).to.equal(3));
});

describe('logScale', () => {
  it('gives each decade the same room', () => {
    const { at } = logScale([1, 1000], [90, 0]);
    expect([1, 10, 100, 1000].map(at)).to.deep.equal([90, 60, 30, 0]);
  });
});

describe('timeTicks', () => {
  it('are round, within the ends and never too many', () => {
    expect(timeTicks(14_000, 300_000, 11)).to.deep.equal(
      [30, 60, 90, 120, 150, 180, 210, 240, 270, 300].map((s) => s * 1000),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 1e8 }), (from, length) => {
        const ticks = timeTicks(from, from + length, 11);
        expect(ticks.length).to.be.at.most(12);
        expect(ticks.every((at) => at >= from && at <= from + length)).to.equal(true);
      }),
    );
  });
});

describe('wholeTicks', () => {
  it('are whole numbers', () => {
    expect(wholeTicks(0, 6, 4)).to.deep.equal([0, 2, 4, 6]);
    expect(wholeTicks(0, 2, 4)).to.deep.equal([0, 1, 2]);
    expect(wholeTicks(0, 60, 4)).to.deep.equal([0, 20, 40, 60]);
  });
});

describe('logTicks', () => {
  it('are the powers of ten', () => expect(logTicks(0.5, 6500)).to.deep.equal([1, 10, 100, 1000]));
});
