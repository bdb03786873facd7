import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatDuration,
  formatRatio,
  parseDuration,
  parseRate,
  parseRatio,
  parseSize,
} from '../../src/base/quantity.ts';

describe('parseDuration', () => {
  it('reads every unit and their sums', () => {
    expect(['300ms', '2m', '1h30m', '1.5s', '0s'].map(parseDuration)).to.deep.equal([300, 120_000, 5_400_000, 1500, 0]);
  });

  it('refuses bare numbers, unknown units, signs and blanks', () => {
    for (const text of ['5', '', 's', '5d', '-5s', '5 s', '5s ', '1e3s', '.5s', '5S']) {
      expect(parseDuration(text), text).to.equal(undefined);
    }
  });

  it('reads back what formatDuration writes of whole seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1000))).to.equal(seconds * 1000);
      }),
    );
  });
});

describe('parseRate', () => {
  it('is per second whatever the unit', () => {
    expect(['50/s', '90/m', '3600/h', '0.5/s'].map(parseRate)).to.deep.equal([50, 1.5, 1, 0.5]);
  });

  it('refuses bare numbers and odd units', () => {
    for (const text of ['50', '50/ms', '/s', '50 / s']) expect(parseRate(text), text).to.equal(undefined);
  });
});

describe('parseRatio', () => {
  it('is a share of one', () => {
    expect(['5%', '99.95%', '0%', '100%'].map(parseRatio)).to.deep.equal([0.05, 0.9995, 0, 1]);
  });

  it('refuses bare numbers', () => {
    expect(parseRatio('0.05')).to.equal(undefined);
  });
});

describe('parseSize', () => {
  it('keeps binary and decimal units apart', () => {
    expect(['2Gi', '500M', '1Ki', '1k', '7B'].map(parseSize)).to.deep.equal([2 ** 31, 5e8, 1024, 1000, 7]);
  });

  it('refuses bare numbers', () => {
    expect(parseSize('500')).to.equal(undefined);
  });
});

describe('formatDuration', () => {
  it('is short', () => {
    const samples: readonly (readonly [number, string])[] = [
      [0, '0ms'],
      [0.46, '0.5ms'],
      [320.4, '320ms'],
      [999.4, '999ms'],
      [1234, '1.23s'],
      [45_000, '45s'],
      [94_321, '94.3s'],
      [125_000, '2m5s'],
      [3_600_000, '1h'],
      [5_400_000, '1h30m'],
      [-1500, '-1.5s'],
    ];
    for (const [ms, text] of samples) expect(formatDuration(ms)).to.equal(text);
  });

  it('changes its unit where rounding reaches the next', () => {
    expect(formatDuration(999.7)).to.equal('1s');
    expect(formatDuration(119_960)).to.equal('2m');
    expect(formatDuration(3_599_700)).to.equal('1h');
  });
});

describe('formatRatio', () => {
  it('keeps what is nearly all apart from all', () => {
    expect([1, 0.9995, 0.99951, 0.999996, 0.5, 0].map(formatRatio)).to.deep.equal([
      '100%',
      '99.95%',
      '99.951%',
      '>99.999%',
      '50%',
      '0%',
    ]);
  });

  it('keeps what is hardly any apart from none', () => {
    expect([0.00004, 0.000001].map(formatRatio)).to.deep.equal(['0.004%', '<0.001%']);
  });
});
