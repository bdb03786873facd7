import { expect } from 'chai';
import { HarnessError } from '../../../src/core/errors.ts';
import { jobsFor } from '../../../src/cli/side-by-side/jobs.ts';

const sim = { name: 'sim', simulated: true };
const kind = { name: 'kind', simulated: false };
const machine = { processors: 8, memoryBytes: 64 * 1024 ** 3 };

describe('how many runs are carried out at a time', () => {
  it('is as many rehearsals as there are processors, and 4 GiB for each', () => {
    expect(jobsFor(undefined, 100, [sim], machine)).to.equal(8);
    expect(jobsFor(undefined, 100, [sim], { ...machine, memoryBytes: 15.6 * 1024 ** 3 })).to.equal(3);
    expect(jobsFor(undefined, 100, [sim], { ...machine, memoryBytes: 1024 ** 3 })).to.equal(1);
  });

  it('is what was asked for, and no more than there is to do', () => {
    expect(jobsFor(20, 100, [sim], machine)).to.equal(20);
    expect(jobsFor(1, 100, [sim], machine)).to.equal(1);
    expect(jobsFor(undefined, 3, [sim], machine)).to.equal(3);
    expect(jobsFor(20, 3, [sim], machine)).to.equal(3);
  });

  it('is one where any of the clusters is real, and more are refused', () => {
    expect(jobsFor(undefined, 100, [kind], machine)).to.equal(1);
    expect(jobsFor(undefined, 100, [sim, kind], machine)).to.equal(1);
    expect(jobsFor(1, 100, [kind], machine)).to.equal(1);
    expect(() => jobsFor(2, 100, [sim, kind], machine))
      .to.throw(HarnessError, '--jobs is 2, and kind is a real cluster')
      .with.property('code', 'usage');
  });
});
