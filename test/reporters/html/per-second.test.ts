import { expect } from 'chai';
import { perSecond } from '../../../src/reporters/html/per-second.ts';

describe('perSecond', () => {
  it('gathers values by second, whatever the order in which they come', () => {
    expect(
      perSecond([
        [2100, 5],
        [900, 3],
        [0, 9],
        [2999, 1],
      ]),
    ).to.deep.equal([
      { at: 500, values: [3, 9], first: true },
      { at: 2500, values: [1, 5], first: true },
    ]);
  });

  it('goes on from one second to the next, and not over a gap', () => {
    const seconds = perSecond([0, 1000, 3000].map((at) => [at, 0] as const));
    expect(seconds.map(({ first }) => first)).to.deep.equal([true, false, true]);
  });
});
