import { expect } from 'chai';
import { type CrewMember, crewMember } from '../../../src/cli/side-by-side/crew-member.ts';
import type { FinishedRun } from '../../../src/cli/run-once.ts';
import type { CrewInput, Job } from '../../../src/cli/side-by-side/messages.ts';

const entry = new URL('../../fixtures/processes/failing-rehearsals.ts', import.meta.url);
const job = (seed: number): Job => ({ scenario: {} as Job['scenario'], seed, command: undefined });

describe('a process that rehearses', function () {
  this.timeout(30_000);
  let member: CrewMember<FinishedRun>;
  before(() => (member = crewMember({} as CrewInput, entry)));
  after(() => member.end());

  /** What was said, and why it failed. */
  async function failureOf(seed: number): Promise<{ said: readonly unknown[]; thrown: unknown }> {
    const said: unknown[] = [];
    const outcome = await member.rehearse(job(seed), (one) => said.push(one));
    if (outcome.kind === 'finished') throw new Error('it finished');
    return { said, thrown: outcome.thrown };
  }

  it('is an outcome when it dies, and another takes its place', async () => {
    const first = await failureOf(1);
    expect(first.said).to.deep.equal([{ to: 'say', text: 'seed 1' }]);
    expect(first.thrown).to.be.an('error').with.property('message', 'a rehearsal ended early, with status 9');
    const second = await failureOf(2);
    expect(second.thrown).to.be.an('error').with.property('message', 'a rehearsal crashed');
    expect((second.thrown as Error).cause)
      .to.be.an('error')
      .with.property('message')
      .that.contains('is not a function');
    const third = await failureOf(3);
    expect(third.said).to.deep.equal([{ to: 'say', text: 'seed 3' }]);
  });

  it('passes on what the harness foresaw, with its code and its hint', async () => {
    const { thrown } = await failureOf(3);
    expect(thrown).to.include({
      name: 'HarnessError',
      code: 'unavailable',
      message: 'no such cluster',
      hint: 'Make one.',
    });
  });
});
