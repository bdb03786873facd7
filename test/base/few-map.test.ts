import { expect } from 'chai';
import fc from 'fast-check';
import { FewMap } from '../../src/base/few-map.ts';

interface Step {
  readonly does: 'set' | 'delete' | 'clear';
  readonly key: number;
}

const step = fc.record<Step>({
  does: fc.constantFrom('set', 'set', 'set', 'delete', 'delete', 'clear'),
  key: fc.integer({ min: 1, max: 4 }),
});

describe('FewMap', () => {
  it('holds what a Map holds, in the same order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const [few, map] = [new FewMap<number, object>(), new Map<number, object>()];
        for (const { does, key } of steps) {
          const value = {};
          if (does === 'set') {
            few.set(key, value);
            map.set(key, value);
          } else if (does === 'delete') expect(few.delete(key)).to.equal(map.delete(key));
          else {
            few.clear();
            map.clear();
          }
          expect(few.keys()).to.deep.equal([...map.keys()]);
          expect(few.values().every((one, at) => one === [...map.values()][at])).to.equal(true);
          expect(few.values()).to.have.length(map.size);
          expect(few.size).to.equal(map.size);
          for (let one = 1; one <= 4; one += 1) expect(few.get(one)).to.equal(map.get(one));
        }
      }),
    );
  });
});
