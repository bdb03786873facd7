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
});
