import { expect } from 'chai';
import { compareRuns } from '../../src/compare/compare.ts';
import { runSet } from '../../src/compare/run-set.ts';
import type { RunReport } from '../../src/core/report.ts';
import {
  comparisonMarkdown,
  comparisonTerminal,
  runSetMarkdown,
  runSetTerminal,
} from '../../src/reporters/comparison-text.ts';
import { comparisonPage, runSetPage } from '../../src/reporters/html/comparison-page.ts';
import { markupFaults } from '../support/markup-faults.ts';
import { sampleRun } from '../support/sample-report.ts';

/** Ten runs whose recovery takes `by` times as long; the last is inconclusive. */
const runs = (by: number): readonly RunReport[] => {
  const { report } = sampleRun();
  const value = (i: number): number => (i === 9 ? 1e9 : by * (10_000 + 300 * i));
  return Array.from({ length: 10 }, (_, i) => ({
    ...report,
    slos: report.slos.map((slo) => (slo.sli === 'api.recovery' ? { ...slo, value: value(i) } : slo)),
    id: `run${i}`,
    verdict: i === 9 ? ('inconclusive' as const) : ('pass' as const),
    reasons: ['<b>stalled</b>'],
    slis: {
      ...report.slis,
      'api.recovery': {
        status: 'measured' as const,
        unit: 'ms',
        phases: {},
        value: value(i),
      },
    },
  }));
};
const plain = (_: string, text: string): string => text;
const comparison = compareRuns(runs(1), runs(2));
const set = runSet(runs(1));

describe('a comparison', () => {
  it('says on a terminal of 80 columns what got worse, and how sure that is', () => {
    const text = comparisonTerminal(comparison, plain, 80);
    expect(text).to.match(/^Worse than before {2}One availability zone is cut off\n/);
    expect(text).to.match(/api\.recovery +11\.2 s +22\.4 s +100% worse {2}worse\n/);
    expect(text).to.contain('10 runs: 9 passed, 1 inconclusive (in no figure).');
    expect(text).to.contain('could have been seen');
    expect(Math.max(...text.split('\n').map(({ length }) => length))).to.be.at.most(80);
  });

  it('is a Markdown table with the same figures', () => {
    const text = comparisonMarkdown(comparison);
    expect(text).to.contain('## Worse than before: One availability zone is cut off');
    expect(text).to.contain('| api.recovery | 11.2 s (n 9) | 22.4 s (n 9) | 100% worse | **worse** |');
  });

  it('is a well-formed page with a dot for every run that concluded', () => {
    const page = comparisonPage(comparison);
    expect(markupFaults(page)).to.deep.equal([]);
    expect(page).to.contain('before: 10 s, 10.3 s,').and.to.contain('after: 20 s, 20.6 s,');
    expect(page).to.not.contain('<b>stalled').and.to.not.contain('16 666');
    expect(page.match(/<circle[^>]*><title>run\d: 1[0-2](\.\d)? s</g)).to.have.length(9);
  });
});

describe('several runs of one scenario', () => {
  it('are a median with its interval, and how often each objective was met', () => {
    const text = runSetTerminal(set, plain);
    expect(text).to.match(/api\.recovery +11\.2 s +10\.3 s to 12\.1 s +9\n/);
    expect(text).to.contain('met 9 of 9');
    expect(runSetMarkdown(set)).to.contain('| api.recovery | 11.2 s | 10.3 s to 12.1 s | 9 |');
  });

  it('are a well-formed page', () => {
    const page = runSetPage(set);
    expect(markupFaults(page)).to.deep.equal([]);
    expect(page).to.contain('&lt;b&gt;stalled');
  });
});
