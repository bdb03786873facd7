import { expect } from 'chai';
import fc from 'fast-check';
import { type Random, seededRandom } from '../../src/base/random.ts';

const draws = (random: Random, count = 20): readonly number[] => Array.from({ length: count }, () => random.next());

describe('seededRandom', () => {
  it('gives the same draws for the same seed, on every machine', () => {
    expect(draws(seededRandom(7), 3)).to.deep.equal(draws(seededRandom(7), 3));
    expect(draws(seededRandom(1), 3)).to.deep.equal([0.2935728714801371, 0.34342671604827046, 0.46715006581507623]);
  });

  it('gives other draws for neighbouring seeds', () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => seededRandom(seed).next());
    expect(new Set(firsts).size).to.equal(1000);
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(mean).to.be.closeTo(0.5, 0.05);
  });

  it('draws from [0, 1)', () => {
    fc.assert(fc.property(fc.integer(), (seed) => draws(seededRandom(seed)).every((value) => value >= 0 && value < 1)));
  });

  it('picks each item about equally often', () => {
    const random = seededRandom(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 3000; i += 1) {
      const item = random.pick(['a', 'b', 'c']);
      counts.set(item, (counts.get(item) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(count).to.be.within(900, 1100);
  });

  it('picks an item that is undefined, but none from an empty list', () => {
    expect(seededRandom(1).pick([undefined])).to.equal(undefined);
    expect(() => seededRandom(1).pick([])).to.throw(RangeError);
  });

  it('shuffles without loss, and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const sorted = (list: readonly number[]): readonly number[] => [...list].sort((a, b) => a - b);
        expect(sorted(seededRandom(seed).shuffle(items))).to.deep.equal(sorted(items));
        expect(items).to.deep.equal(before);
      }),
    );
  });

  it('forks streams that neither move it nor each other', () => {
    const alone = draws(seededRandom(5));
    const random = seededRandom(5);
    const fork = random.fork('a');
    draws(fork);
    expect(draws(random)).to.deep.equal(alone);
    expect(draws(random.fork('a'))).to.deep.equal(draws(seededRandom(5).fork('a')));
    expect(draws(random.fork('a'))).not.to.deep.equal(draws(random.fork('b')));
    expect(draws(random.fork('a').fork('b'))).not.to.deep.equal(draws(random.fork('b').fork('a')));
  });
});
