import { expect } from 'chai';
import { rounds } from '../../src/cli/commands/run.ts';

describe('rounds', () => {
  it('take turns over scenarios and clusters, and draw the same for all of a round', () => {
    const order = rounds(['a', 'b'], ['x', 'y'], { first: 7, repeat: 2 });
    expect(order.map(({ scenario, backend, seed }) => `${scenario}${backend}${seed}`).join(' ')).to.equal(
      'ax7 ay7 bx7 by7 ax8 ay8 bx8 by8',
    );
  });

  it('are one run without anything said', () => {
    expect(rounds(['a'], ['x'], { first: 1, repeat: 1 })).to.have.length(1);
  });
});
