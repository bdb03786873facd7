import { expect } from 'chai';
import { lineText } from '../../../src/cli/side-by-side/status-line.ts';

describe('the line that says how far rehearsals are', () => {
  const style = (_: string, text: string): string => text;
  const state = { done: 3, count: 82, underWay: ['az-failure', 'container-kill'] };

  it('counts, and names what is under way', () => {
    expect(lineText({ style, width: 80 }, state)).to.equal('3 of 82 done  under way: az-failure, container-kill');
  });

  it('is narrower than any terminal', () => {
    for (const width of [20, 30, 40, 45, 46, 47, 48]) {
      expect(lineText({ style, width }, state).length).to.be.below(Math.max(width, 16));
    }
    expect(lineText({ style, width: 40 }, state)).to.equal('3 of 82 done  under way: az-failure, …');
  });
});
