import { expect } from 'chai';
import { Turn } from '../../../src/cli/side-by-side/turn.ts';
import { silentOutput } from '../../support/silent-output.ts';

describe('a turn', () => {
  it('keeps what is said until it comes, and tells the rest at once', () => {
    const heard: string[] = [];
    const output = {
      ...silentOutput,
      say: (text: string) => void heard.push(text),
      event: (event: object) => void heard.push(JSON.stringify(event)),
    };
    const turn = new Turn<never>(output);
    turn.hear({ to: 'say', text: 'one' });
    turn.hear({ to: 'event', event: { event: 'two' } });
    expect(heard).to.deep.equal([]);
    turn.open();
    expect(heard).to.deep.equal(['one', '{"event":"two"}']);
    turn.hear({ to: 'say', text: 'three' });
    expect(heard).to.deep.equal(['one', '{"event":"two"}', 'three']);
  });
});
