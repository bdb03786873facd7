import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { faults } from '../../src/faults/index.ts';

describe('faults', () => {
  for (const fault of faults.all) {
    it(`${fault.name} says what is applied, what proves it and what heals it, and has an example that is valid`, () => {
      for (const note of ['applies', 'proof', 'heal'])
        expect(fault.notes[note], note).to.be.a('string').and.not.equal('');
      expect(fault.params.safeParse(fault.example).error).to.equal(undefined);
    });
  }

  it('have a test of their plan each', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => file.endsWith('.test.ts') && file !== 'all.test.ts',
    );
    const texts = files.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');
    const untested = faults.names.filter((name) => !files.includes(`${name}.test.ts`) && !texts.includes(`'${name}'`));
    expect(untested).to.deep.equal([]);
  });
});
