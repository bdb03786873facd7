import { expect } from 'chai';
import { secondOf, secondsText } from '../../src/judge/seconds.ts';

describe('secondsText', () => {
  it('draws neighbours together, in their order', () => {
    expect(secondsText(new Set([40, 13, 12, 41, 7]))).to.equal('7s to 8s, 12s to 14s, 40s to 42s');
  });

  it('tells four ranges, and counts the others', () => {
    expect(secondsText(new Set([1, 3, 5, 7, 9, 11]))).to.equal(
      '1s to 2s, 3s to 4s, 5s to 6s, 7s to 8s and 2 more times',
    );
  });
});

describe('secondOf', () => {
  it('is the second that an instant lies in', () => {
    expect([0, 999.9, 1000].map(secondOf)).to.deep.equal([0, 0, 1]);
  });
});
