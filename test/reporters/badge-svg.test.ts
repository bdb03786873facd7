import { expect } from 'chai';
import { badgeSvg } from '../../src/reporters/badge-svg.ts';
import { markupFaults } from '../support/markup-faults.ts';
import { sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const badge = (changed: Partial<typeof report>): string => badgeSvg.render({ ...report, ...changed }, timeline);

describe('badge.svg', () => {
  it('says scenario, verdict and score in words', () => {
    const svg = badge({ verdict: 'pass', score: 87.4 });
    expect(svg).to.contain('aria-label="az-failure: passed 87"');
    expect(markupFaults(svg)).to.deep.equal([]);
    expect(badge({ verdict: 'fail' })).to.not.equal(badge({ verdict: 'pass' }));
  });

  it('shows no score where there is none to show', () => {
    expect(badge({ verdict: 'inconclusive', score: 99 })).to.contain('aria-label="az-failure: inconclusive"');
    expect(badge({ verdict: 'fail', score: undefined })).to.contain('az-failure: failed"');
  });

  it('says of a rehearsal that it is one', () => {
    expect(badge({ simulated: true, verdict: 'pass' })).to.contain('az-failure (SIMULATED): passed');
  });
});
