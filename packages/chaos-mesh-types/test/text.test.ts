import { expect } from 'chai';
import fc from 'fast-check';
import { goDuration, parseGoDuration, parseNetworkRate } from '../src/index.ts';

describe('parseGoDuration', () => {
  for (const [text, ms] of [
    ['300ms', 300],
    ['1m30s', 90_000],
    ['-1.5h', -5_400_000],
    ['-10m100ns', -600_000.0001],
    ['+2s', 2000],
    ['0', 0],
    ['.5s', 500],
    ['1.s', 1000],
    ['30s1h', 3_630_000],
    ['5µs', 0.005],
  ] as const) {
    it(`reads ${text}`, () => expect(parseGoDuration(text)).to.be.closeTo(ms, 1e-9));
  }

  for (const text of ['', '30', '1d', '5 minutes', 's', '1h 30m', '--1s', '.s', '1.5.5s', 'Inf']) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(parseGoDuration(text)).to.equal(undefined));
  }
});

describe('goDuration', () => {
  it('uses the largest whole unit', () => {
    expect([0, 250, 90_000, 120_000, 7_200_000, 0.5].map(goDuration)).to.deep.equal([
      ...['0s', '250ms', '90s', '2m', '2h', '500000ns'],
    ]);
  });

  it('is read back as the same number of milliseconds', () => {
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => parseGoDuration(goDuration(ms)) === ms));
  });
});

describe('parseNetworkRate', () => {
  it('takes bits in powers of 1000 and bytes in powers of 1024', () => {
    expect(['8bit', '1kbit', '1mbps', ' 2 KBPS ', '1bps'].map(parseNetworkRate)).to.deep.equal([
      ...[1, 125, 1_048_576, 2048, 1],
    ]);
  });

  it('refuses fractions, signs and other units', () => {
    for (const text of ['1.5mbps', '-1mbps', '1mb', 'mbps', '1 furlong', '']) {
      expect(parseNetworkRate(text), text).to.equal(undefined);
    }
  });
});
