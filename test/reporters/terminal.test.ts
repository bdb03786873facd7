import { expect } from 'chai';
import { renderTerminalSummary, type TerminalOptions } from '../../src/reporters/terminal.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report } = sampleRun();
const plain: TerminalOptions = { width: 80, color: (_style, text) => text, path: 'reports/x/report.html' };

describe('renderTerminalSummary', () => {
  const text = renderTerminalSummary(report, plain);

  it('begins with the verdict and ends with where the report is', () => {
    expect(text.split('\n')[0]).to.equal('✗ Failed  One availability zone is cut off');
    expect(text.trimEnd().split('\n').at(-1)).to.equal('  Report  reports/x/report.html');
  });

  it('aligns the objectives', () => {
    const rows = text
      .split('\n')
      .filter((line) => / (<=|>=) /.test(line) && !line.includes('·') && !line.includes('…'));
    expect(rows).to.have.length(6);
    expect(new Set(rows.map((row) => row.search(/<=|>=/))).size).to.equal(1);
    expect(new Set(rows.map((row) => row.length)).size).to.equal(1);
  });

  it('keeps the table within 80 columns, and leaves out samples and headroom where there is less room', () => {
    const table = (width: number): readonly string[] =>
      renderTerminalSummary(report, { ...plain, width })
        .split('\n')
        .filter((line) => / (<=|>=) | objective /.test(line) && !line.includes('·') && !line.includes('…'));
    expect(Math.max(...table(80).map((line) => line.length))).to.be.at.most(80);
    expect(table(120)[0]).to.include('headroom').and.match(/ n /);
    expect(table(60)[0]).to.include('measured').and.not.include('headroom');
  });

  it('shows what was not measured without number or tick', () => {
    const wide = renderTerminalSummary(report, { ...plain, width: 120 });
    const row = wide.split('\n').find((line) => line.includes('dns.availability       >='));
    expect(row).to.match(/^ {2}\? not measured .*–\s+–\s+–$/);
  });

  it('wraps reasons to the width', () => {
    const reasons = text.split('\n\n')[1]!.split('\n');
    expect(Math.max(...reasons.map((line) => line.length))).to.be.at.most(80);
  });

  it('shows failed checks, warnings and what was left behind', () => {
    const shown = renderTerminalSummary({ ...report, leftovers: ['NetworkChaos zp-7k2m'] }, plain);
    expect(shown).to.include('! watches: pods and deployments').and.include('✗ left behind: NetworkChaos zp-7k2m');
  });

  it('lets no escape code from outside through', () => {
    const shown = renderTerminalSummary({ ...report, reasons: ['a\u001b[31mb\u0007'] }, plain);
    expect(shown).not.to.match(/[\u0007\u001b]/);
  });

  it('colours through the caller alone', () => {
    const styles = new Set<string>();
    renderTerminalSummary(report, { ...plain, color: (style, word) => (styles.add(style), word) });
    expect([...styles]).to.include.members(['good', 'bad', 'warn', 'dim', 'bold']);
  });

  it('says of an inconclusive run why', () => {
    expect(renderTerminalSummary(emptyRun().report, plain)).to.match(
      /^\? Inconclusive[^]*· The steady state did not hold/,
    );
  });
});
