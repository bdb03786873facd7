import { expect } from 'chai';
import { seededRandom } from '../../../../src/base/random.ts';
import { goDuration } from '../../../../src/backends/sim/chaos-mesh/go-duration.ts';
import { countOf } from '../../../../src/backends/sim/chaos-mesh/select.ts';

describe('goDuration', () => {
  it('reads what Go reads', () => {
    expect(['300ms', '1m30s', '-1.5h', '0', '1us', '.5s'].map(goDuration)).to.deep.equal([
      300, 90_000, -5_400_000, 0, 0.001, 500,
    ]);
  });

  it('refuses what Go refuses', () => {
    expect(['', '1d', '10', 's', '1 s', '1s x'].map(goDuration)).to.deep.equal(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});

describe('countOf', () => {
  const random = seededRandom(1);
  it('rounds percentages up, and takes no more than there are', () => {
    expect(countOf('one', undefined, 5, random)).to.equal(1);
    expect(countOf('all', undefined, 5, random)).to.equal(5);
    expect(countOf('fixed', '9', 5, random)).to.equal(5);
    expect(countOf('fixed-percent', '50', 5, random)).to.equal(3);
    expect(countOf('random-max-percent', '100', 5, random)).to.be.within(0, 5);
    expect(countOf('one', undefined, 0, random)).to.equal(0);
  });
});
