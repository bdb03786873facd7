import { expect } from 'chai';
import { summaryLimitBytes, summaryMd } from '../../src/reporters/summary-md.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

describe('summaryMd', () => {
  const { report, timeline } = sampleRun();
  const text = summaryMd.render(report, timeline);

  it('leads with the verdict and its reasons', () => {
    const lines = text.split('\n');
    expect(lines[0]).to.equal('## ❌ Failed: One availability zone is cut off, score 71 of 100');
    expect(text.indexOf('api.recoveryAfterHeal missed')).to.be.lessThan(text.indexOf('| Status |'));
  });

  it('shows a censored value as a lower bound', () => expect(text).to.include('| ≥ 2 m 10 s |'));

  it('gives what was not measured neither number nor tick', () => {
    const row = text.split('\n').find((line) => line.includes('dns.availability >= 99%'));
    expect(row).to.equal('| ⚠️ not measured | dns.availability >= 99% | fault, recovery | – | – | – | – |');
  });

  it('says when nothing was seen', () => {
    const empty = emptyRun();
    expect(summaryMd.render(empty.report, empty.timeline)).to.match(
      /Inconclusive.*\n[^]*\n\n- The steady state did not hold/,
    );
  });

  it('stays within the limit of a CI summary whatever the run holds', () => {
    const reasons = Array.from({ length: 5000 }, (_, index) => `reason ${index} ${'x'.repeat(300)}`);
    const long = summaryMd.render({ ...report, reasons }, timeline);
    expect(new TextEncoder().encode(long).length).to.be.at.most(summaryLimitBytes);
    expect(long).to.include('more, in report.html');
    const endless = summaryMd.render({ ...report, reasons: ['x'.repeat(100_000)] }, timeline);
    expect(new TextEncoder().encode(endless).length).to.be.at.most(summaryLimitBytes);
  });

  it('lets no text from outside become markup or end a cell', () => {
    const slos = [{ ...report.slos[0]!, objective: '<= 60s | <img src=x> `a`' }];
    const hostile = summaryMd.render({ ...report, slos }, timeline);
    expect(hostile).to.include('&lt;= 60s \\| &lt;img src=x> \\`a\\`');
  });
});
