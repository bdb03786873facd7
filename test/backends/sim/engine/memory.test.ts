import { expect } from 'chai';
import { memory } from '../../../../src/backends/sim/engine/memory.ts';

describe('memory', () => {
  it('ends a group that holds more than its limit, and nobody else', () => {
    const killed: string[] = [];
    const machine = memory(1000);
    const own = machine.group({ limitBytes: 100, adjustment: 0, kill: () => killed.push('own') });
    const other = machine.group({ limitBytes: undefined, adjustment: 1000, kill: () => killed.push('other') });
    other.hold('program', 300);
    own.hold('program', 60);
    own.hold('stress', 40);
    expect(killed).to.deep.equal([]);
    own.hold('stress', 41);
    expect(killed).to.deep.equal(['own']);
    expect(machine.usedBytes()).to.equal(300);
  });

  it('ends the group with the highest score when the machine is full', () => {
    const killed: string[] = [];
    const machine = memory(1000);
    const group = (name: string, adjustment: number): ReturnType<typeof machine.group> =>
      machine.group({ limitBytes: undefined, adjustment, kill: () => killed.push(name) });
    group('kubelet', -999).hold('program', 200);
    group('burstable', 500).hold('program', 300);
    group('best effort', 1000).hold('program', 100);
    const greedy = group('greedy', -997);
    greedy.hold('program', 500);
    expect(killed).to.deep.equal(['best effort']);
    greedy.hold('program', 700);
    expect(killed).to.deep.equal(['best effort', 'burstable']);
    expect(machine.usedBytes()).to.equal(900);
  });
});
