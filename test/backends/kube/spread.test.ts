import { expect } from 'chai';
import fc from 'fast-check';
import { countByZone, type Placed, skewOf, surplus } from '../../../src/backends/kube/spread.ts';

const zones = ['a', 'b', 'c'];

function pods(counts: Readonly<Record<string, number>>): readonly Placed[] {
  return Object.entries(counts).flatMap(([zone, count]) =>
    Array.from({ length: count }, (_, i) => ({ name: `${zone}${i}`, zone })),
  );
}

describe('skewOf', () => {
  it('counts zones without any pod', () => {
    expect(skewOf(countByZone(pods({ a: 3, b: 3 }), zones))).to.equal(3);
    expect(skewOf(countByZone(pods({ a: 2, b: 2, c: 2 }), zones))).to.equal(0);
  });
});

describe('surplus', () => {
  it('names as many pods of the fullest zones as the empty one lacks', () => {
    const names = surplus(pods({ a: 0, b: 3, c: 3 }), zones, 1);
    expect(names.map(([zone]) => zone)).to.have.members(['b', 'c']);
  });

  it('leaves an even spread alone', () => {
    expect(surplus(pods({ a: 2, b: 2, c: 1 }), zones, 1)).to.deep.equal([]);
  });

  it('ends within the skew, whatever the split, when a scheduler fills the emptiest zone first', () => {
    const split = fc.record({ a: fc.nat(9), b: fc.nat(9), c: fc.nat(9) });
    fc.assert(
      fc.property(split, fc.integer({ min: 1, max: 3 }), (counts, maxSkew) => {
        const before = pods(counts);
        const gone = new Set(surplus(before, zones, maxSkew));
        const after = before.filter(({ name }) => !gone.has(name));
        for (const name of gone) {
          const [emptiest] = [...countByZone(after, zones)].reduce((least, each) =>
            each[1] < least[1] ? each : least,
          );
          after.push({ name: `${name}'`, zone: emptiest });
        }
        expect(skewOf(countByZone(after, zones))).to.be.at.most(maxSkew);
      }),
    );
  });
});
