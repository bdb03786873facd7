import { expect } from 'chai';
import fc from 'fast-check';
import { Dependent, Dependents } from '../../../../src/backends/sim/engine/dependents.ts';

class Named extends Dependent {
  readonly name: number;

  constructor(name: number) {
    super();
    this.name = name;
  }

  processEnded(): void {
    throw new Error('nobody ended it');
  }
}

const step = fc.record({
  does: fc.constantFrom('add', 'add', 'remove'),
  name: fc.integer({ min: 0, max: 4 }),
});

describe('Dependents', () => {
  it('are told in the order in which they came, without those that were taken back', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
        const [list, set] = [new Dependents(), new Set<Named>()];
        const all = [0, 1, 2, 3, 4].map((name) => new Named(name));
        for (const { does, name } of steps) {
          const one = all[name];
          if (one === undefined) throw new Error('no such name');
          if (does === 'add' && !set.has(one)) {
            list.add(one);
            set.add(one);
          } else if (does === 'remove') {
            list.remove(one);
            set.delete(one);
          }
        }
        expect(list.takeAll()).to.have.ordered.members([...set]);
        expect(list.takeAll()).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });
});
