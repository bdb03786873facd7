import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mutated } from './mutated.ts';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..');

describe('mutants', () => {
  for (const mutant of mutants) {
    it(`still has a place for ${mutant.name}`, () => {
      const text = readFileSync(join(root, mutant.file), 'utf8');
      expect(mutated(text, mutant)).to.not.equal(text);
      for (const test of mutant.tests) expect(existsSync(join(root, test)), test).to.equal(true);
    });
  }

  it('fail where their text is not there, or twice', () => {
    const mutant = { name: 'm', file: 'f', from: 'a', to: 'b', tests: [] };
    expect(mutated('xay', mutant)).to.equal('xby');
    expect(() => mutated('xy', mutant)).to.throw('f has its text 0 times, not once');
    expect(() => mutated('aa', mutant)).to.throw('f has its text 2 times, not once');
  });
});
