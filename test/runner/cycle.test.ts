import { expect } from 'chai';
import { HarnessError } from '../../src/core/errors.ts';
import { fault, plan, type Ran, run } from './builders.ts';

const steps = (ran: Ran): readonly string[] =>
  ran.cluster.calls.filter((call) => /inject|heal/.test(call)).map((call) => call.replace('drop-traffic on ', ''));

describe('runFaults, of a fault that comes and goes', () => {
  it('heals and injects a fault that comes and goes, until its time is over', async () => {
    const cycle = { onMs: 4000, offMs: 3000 };
    const ran = await run({ plan: plan([fault('a', ['n1'], { forMs: 20_000, cycle })]) });
    expect(steps(ran)).to.deep.equal([
      '30000 inject n1',
      // On for 4 s from when it was injected, off for 3 s from when it was healed.
      '35000 heal n1',
      '38500 inject n1',
      '43500 heal n1',
      '47000 inject n1',
      // 20 s from when it was first injected.
      '51000 heal n1',
    ]);
    const ids = ran.journal.flatMap((entry) => (entry.event === 'inject' ? [entry.id] : []));
    expect(new Set(ids).size).to.equal(3);
  });

  it('does not inject again on top of what it could not heal', async () => {
    const heal = (): Promise<void> => Promise.reject(new HarnessError('unavailable', 'no daemon'));
    const cycle = { onMs: 2000, offMs: 2000 };
    const ran = await run({
      plan: plan([fault('a', ['n1'], { forMs: 20_000, cycle })]),
      cluster: { actions: { 'drop-traffic on n1': { heal } } },
    });
    expect(steps(ran).filter((step) => step.includes('inject'))).to.deep.equal(['30000 inject n1']);
    expect(ran.record.leftovers).to.have.lengthOf(1);
  });
});
