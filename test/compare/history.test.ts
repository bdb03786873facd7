import { expect } from 'chai';
import { historyEntry, historySeries } from '../../src/compare/history.ts';
import type { HistoryEntry } from '../../src/core/history.ts';
import type { Verdict } from '../../src/core/objective.ts';
import { historyTerminal } from '../../src/reporters/history-text.ts';
import { renderIndex } from '../../src/reporters/html/index-page.ts';
import { markupFaults } from '../support/markup-faults.ts';
import { sampleRun } from '../support/sample-report.ts';

const words: Readonly<Record<string, Verdict>> = { p: 'pass', f: 'fail', i: 'inconclusive' };
/** Runs of one scenario, one a letter, oldest first. */
const runs = (letters: string, more: Partial<HistoryEntry> = {}): HistoryEntry[] =>
  letters.split('').map((letter, i) => ({
    ...historyEntry(sampleRun().report, `${i}/report.html`),
    verdict: words[letter]!,
    startedAt: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
    slis: { 'api.recovery': 1000 * (i + 1) },
    censored: [],
    ...more,
  }));

describe('historySeries', () => {
  it('counts the streak of the latest verdict', () => {
    expect(historySeries(runs('pfpp'))[0]).to.deep.include({
      runs: 4,
      passed: 3,
      failed: 1,
      streak: { verdict: 'pass', runs: 2 },
    });
    expect(historySeries(runs('ppp'))[0]?.streak.runs).to.equal(3);
  });

  it('calls flaky what turned to and fro, and not what broke once, nor what was inconclusive in between', () => {
    const flaky = (letters: string): boolean | undefined => historySeries(runs(letters))[0]?.flaky;
    expect(flaky('pppfpp')).to.equal(true);
    expect(flaky('pppfff')).to.equal(false);
    expect(flaky('pipipip')).to.equal(false);
    expect(flaky(`fpf${'p'.repeat(20)}`)).to.equal(false);
  });

  it('does not blame a scenario for what it was before it was changed', () => {
    const entries = [
      ...runs('pfpf', { fingerprint: 'old' }),
      ...runs('____pp')
        .slice(4)
        .map((run) => ({ ...run, verdict: 'pass' as const })),
    ];
    expect(historySeries(entries)[0]).to.include({ runs: 6, flips: 0, flaky: false });
  });

  it('keeps a rehearsal apart from a real run', () => {
    expect(
      historySeries([...runs('pp'), ...runs('ff', { backend: 'sim', simulated: true })]).map(
        ({ backend, simulated }) => [backend, simulated],
      ),
    ).to.deep.equal([
      ['kind', false],
      ['sim', true],
    ]);
  });

  it('sets the latest value beside the median of those before, without inconclusive runs', () => {
    const [series] = historySeries(runs('ppipf'));
    expect(series?.trends).to.deep.equal([
      { sli: 'api.recovery', runs: 4, latest: 5000, latestCensored: false, median: 2000 },
    ]);
    const [censored] = historySeries(runs('ppp', { censored: ['api.recovery'] }));
    expect(censored?.trends[0]).to.deep.equal({ sli: 'api.recovery', runs: 3, latest: 3000, latestCensored: true });
  });

  it('is shown on a terminal and on the page', () => {
    const entries = runs('pppfpp');
    const series = historySeries(entries);
    expect(historyTerminal(series, (_, text) => text)).to.contain(
      'az-failure  kind        6       5  Passed 2 times in a row  ! flaky: 2 flips',
    );
    const page = renderIndex(entries, series);
    expect(markupFaults(page)).to.deep.equal([]);
    expect(page).to.contain('flaky');
    expect(renderIndex(runs('ppp'), historySeries(runs('ppp')))).to.not.contain('flaky');
  });
});

describe('historyEntry', () => {
  it('leaves out what was not measured, and tells scenarios apart by text, overrides and objectives', () => {
    const { report } = sampleRun();
    const entry = historyEntry(report, 'x');
    expect(Object.keys(entry.slis)).to.not.include.members(
      Object.keys(report.slis).filter((name) => report.slis[name]?.status === 'unmeasured'),
    );
    const other = historyEntry({ ...report, scenario: { ...report.scenario, overrides: [] } }, 'x');
    expect(other.fingerprint).to.not.equal(entry.fingerprint);
  });
});
