import { expect } from 'chai';
import { without } from '../../src/base/without.ts';

describe('without', () => {
  it('leaves out the keys that are named, and the object as it was', () => {
    const object = { a: 1, b: 2, c: undefined };
    expect(without(object, 'a', 'missing')).to.deep.equal({ b: 2, c: undefined });
    expect(object).to.deep.equal({ a: 1, b: 2, c: undefined });
  });
});
