import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { exitStatus, statusOfRun, worstOf } from '../../src/cli/exit-status.ts';

describe('exitStatus', () => {
  it('is listed in the README, every number', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const listed = [...readme.matchAll(/^\| (\d+) \| /gm)].map(([, status]) => Number(status));
    expect(listed).to.deep.equal(Object.values(exitStatus).sort((a, b) => a - b));
  });
});

describe('statusOfRun', () => {
  it('is 0, 1 or 3 by the verdict', () => {
    expect(statusOfRun({ verdict: 'pass', leftovers: [] })).to.equal(0);
    expect(statusOfRun({ verdict: 'fail', leftovers: [] })).to.equal(1);
    expect(statusOfRun({ verdict: 'inconclusive', leftovers: [] })).to.equal(3);
  });

  it('is 5 when something was not healed, whatever the verdict', () => {
    expect(statusOfRun({ verdict: 'pass', leftovers: ['NetworkChaos x'] })).to.equal(5);
  });

  it('is 130 when a person stopped the run, and 6 when a guard did', () => {
    expect(statusOfRun({ verdict: 'inconclusive', leftovers: [], stoppedBy: { code: 'interrupted' } })).to.equal(130);
    expect(statusOfRun({ verdict: 'fail', leftovers: [], stoppedBy: { code: 'aborted' } })).to.equal(6);
  });
});

describe('worstOf', () => {
  it('ranks 70, 130, 5, 4, 6, 1, 3, 2, 0', () => {
    const order = [70, 130, 5, 4, 6, 1, 3, 2, 0] as const;
    order.forEach((status, i) => expect(worstOf([...order.slice(i)].reverse())).to.equal(status));
  });

  it('is a pass of nothing', () => {
    expect(worstOf([])).to.equal(0);
  });
});
