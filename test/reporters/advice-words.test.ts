import { expect } from 'chai';
import { without } from '../../src/base/without.ts';
import type { AdviceReport, RunReport } from '../../src/core/report.ts';
import { groupedAdvice, withoutAdvice } from '../../src/reporters/advice-words.ts';
import { renderTerminalSummary } from '../../src/reporters/terminal.ts';
import { reportPage } from '../../src/reporters/html/page.ts';
import { markupFaults } from '../support/markup-faults.ts';
import { sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const adviceFor = (sli: string, rule = 'eviction-rate'): AdviceReport => ({
  rule,
  sli,
  objective: '<= 10s',
  slowest: 'until the node was tainted',
  parts: [
    { name: 'until the node was tainted', ms: 15_100 },
    { name: 'tolerationSeconds', ms: 10_000 },
  ],
  setting: 'kube-controller-manager --node-eviction-rate',
  text: `15.1s of 25.1s passed <${rule}>`,
  costs: 'All pods are moved at once.',
});
const slos = ['pods.reschedule.p99', 'pods.deficit', 'nodes.detection', 'dns.availability'].map((sli) => ({
  ...report.slos[0]!,
  sli,
  status: 'missed' as const,
}));
const advised: RunReport = {
  ...report,
  verdict: 'fail',
  slos,
  advice: [adviceFor('pods.reschedule.p99'), adviceFor('pods.deficit'), adviceFor('nodes.detection', 'grace-period')],
};

describe('advice', () => {
  it('is told once for all objectives that wait for the same part', () => {
    const names = groupedAdvice(advised).map(({ objectives }) => objectives.map(({ sli }) => sli));
    expect(names).to.deep.equal([['pods.reschedule.p99', 'pods.deficit'], ['nodes.detection']]);
    const text = renderTerminalSummary(advised, { width: 100, color: (_, words) => words, path: undefined });
    expect(text).to.contain('→ pods.reschedule.p99, pods.deficit: 15.1s of 25.1s passed');
    expect(text.match(/node-eviction-rate/g)).to.have.length(2);
  });

  it('is a card with its parts on the page, which says for which objectives there is none', () => {
    expect(withoutAdvice(advised)).to.deep.equal(['dns.availability']);
    const page = reportPage(advised, timeline, []);
    expect(markupFaults(page)).to.deep.equal([]);
    expect(page).to.contain('<meter min="0" max="25100" value="15100">15.1 s</meter>');
    expect(page).to.contain('No setting that this version knows moves dns.availability');
    expect(page).to.contain('href="#advice"').and.to.contain('&lt;grace-period&gt;');
  });

  it('leaves a report of a version without advice as it was', () => {
    const old = without(advised, 'advice');
    expect(withoutAdvice(old)).to.deep.equal([]);
    expect(reportPage(old, timeline, [])).to.not.contain('id="advice"');
  });
});
