import { expect } from 'chai';
import { without } from '../../src/base/without.ts';
import { compareRuns } from '../../src/compare/compare.ts';
import { runSet } from '../../src/compare/run-set.ts';
import type { ComparedIndicator } from '../../src/core/comparison.ts';
import { HarnessError } from '../../src/core/errors.ts';
import type { RunReport, SliReport, SloReport } from '../../src/core/report.ts';
import { sampleRun } from '../support/sample-report.ts';

type Values = Readonly<Record<string, readonly (number | undefined | '>=60000')[]>>;
const units: Readonly<Record<string, string>> = { 'api.availability': 'ratio', 'etcd.leaderChanges': 'count' };

/** Runs whose indicators have the values of each column. */
const runs = (values: Values, more: Partial<RunReport> = {}): readonly RunReport[] => {
  const { report } = sampleRun();
  const count = Math.max(...Object.values(values).map(({ length }) => length));
  return Array.from({ length: count }, (_, i) => {
    const slis = Object.entries(values).map(([sli, column]): [string, SliReport] => {
      const value = column[i];
      const unit = units[sli] ?? 'ms';
      if (value === undefined) return [sli, { status: 'unmeasured', unit, phases: {} }];
      return value === '>=60000'
        ? [sli, { status: 'censored', value: 60_000, unit, phases: {} }]
        : [sli, { status: 'measured', value, unit, phases: {} }];
    });
    const slos = Object.entries(values).map(([sli, column]): SloReport => {
      const value = column[i];
      const own = value === undefined ? {} : { value: typeof value === 'number' ? value : 60_000 };
      const rest = without(report.slos[0]!, 'value');
      const censored = typeof value === 'string';
      return { ...rest, sli, unit: units[sli] ?? 'ms', status: 'met', censored, ...own };
    });
    return { ...report, id: `run${i}`, verdict: 'pass', slis: Object.fromEntries(slis), slos, ...more };
  });
};
const ten = [8, 9, 9.5, 10, 10.2, 10.5, 11, 11.5, 12, 13].map((s) => s * 1000);
const times = (values: readonly number[], by: number): number[] => values.map((value) => value * by);
const row = (before: Values, after: Values, sli = 'api.recovery'): ComparedIndicator =>
  compareRuns(runs(before), runs(after)).indicators.find((one) => one.sli === sli)!;

describe('compareRuns', () => {
  it('finds a regression that is certain, large and above the floor', () => {
    const found = row({ 'api.recovery': ten }, { 'api.recovery': times(ten, 1.5) });
    expect(found.finding).to.equal('regression');
    expect(found.shift).to.be.closeTo(5250, 400);
    expect(found.relative).to.be.closeTo(0.5, 0.05);
    expect(found.p).to.be.below(0.01);
    expect(row({ 'api.recovery': times(ten, 1.5) }, { 'api.recovery': ten }).finding).to.equal('improvement');
  });

  it('does not call a certain change of less than a quarter a regression', () => {
    const found = row({ 'api.recovery': ten }, { 'api.recovery': ten.map((value) => value + 2000) });
    expect(found).to.include({ finding: 'no evidence' });
    const tight = ten.map((value) => 10_000 + value / 100);
    const small = row({ 'api.recovery': tight }, { 'api.recovery': times(tight, 1.2) });
    expect(small.p).to.be.below(0.05);
    expect(small).to.include({ finding: 'no evidence' });
    expect(small.reason).to.contain('too small a change to matter');
  });

  it('does not call a change below the floor a regression', () => {
    const fast = ten.map((value) => value / 1e4);
    const found = row({ 'api.latency.p99': fast }, { 'api.latency.p99': times(fast, 3) }, 'api.latency.p99');
    expect(found.relative).to.be.above(1);
    expect(found).to.include({ finding: 'no evidence' });
  });

  it('never says equal: it says what could have been seen', () => {
    const found = row({ 'api.recovery': ten }, { 'api.recovery': ten });
    expect(found).to.include({ finding: 'no evidence' });
    expect(found.detectable).to.be.within(1.1, 1.5);
    expect(found.reason).to.match(/^p = 1; with 10 and 10 runs a change of [\d.]+× could have been seen$/);
    // A tenth of a millisecond could be told from another with certainty, and would be no finding: the floor is 10 ms.
    const fast = ten.map((value) => 4 + value / 1e5);
    const floored = row({ 'api.latency.p50': fast }, { 'api.latency.p50': fast }, 'api.latency.p50');
    expect(floored.detectable).to.be.closeTo(1 + 10 / 4.1, 0.05);
    const perfect = row(
      { 'etcd.leaderChanges': ten.map(() => 0) },
      { 'etcd.leaderChanges': ten.map(() => 0) },
      'etcd.leaderChanges',
    );
    expect(perfect.reason).to.equal('p = 1; before, nothing was lacking: no factor can be named');
    const few = row({ 'api.recovery': [1e4, 2e4, 3e4] }, { 'api.recovery': [4e4, 5e4, 6e4] });
    expect(few).to.include({ finding: 'no evidence' });
    expect(few.reason).to.equal(
      'no change, however large, can be seen with 3 and 3 runs: at best p = 0.1, and p < 0.05 is needed',
    );
  });

  it('ranks what never recovered above all that did', () => {
    const never = ten.map(() => '>=60000' as const);
    const found = row({ 'api.recovery': ten.map((value) => value * 10) }, { 'api.recovery': never });
    expect(found.finding).to.equal('regression');
    expect(found).to.not.have.property('shift');
  });

  it('measures shares by their distance from perfect', () => {
    const before = ten.map((value) => 1 - value / 1e6);
    const found = row(
      { 'api.availability': before },
      { 'api.availability': before.map((value) => 1 - 2 * (1 - value)) },
      'api.availability',
    );
    expect(found.finding).to.equal('regression');
    expect(found.relative).to.be.closeTo(1, 0.15);
  });

  it('compares what the objectives are judged by, not what the indicator is elsewhere', () => {
    const of = (values: readonly number[]): readonly RunReport[] =>
      runs({ 'api.latency.p99': ten.map(() => 5000) }).map((report, i) => ({
        ...report,
        slos: report.slos.map((slo) => ({ ...slo, during: ['recovery'], value: values[i] ?? 0 })),
      }));
    const [found, ...others] = compareRuns(of(ten), of(times(ten, 2))).indicators;
    expect(found).to.include({ sli: 'api.latency.p99', scope: 'during recovery', finding: 'regression' });
    expect(others).to.deep.equal([]);
  });

  it('adjusts for the number of indicators that have an objective', () => {
    const [a, b] = [
      [1e4, 1.1e4, 1.2e4, 1.3e4],
      [2e4, 2.1e4, 2.2e4, 2.3e4],
    ];
    expect(row({ 'api.recovery': a }, { 'api.recovery': b }).finding).to.equal('regression');
    const flat = [5, 5, 5, 5];
    const both = row(
      { 'api.recovery': a, 'etcd.leaderChanges': flat },
      { 'api.recovery': b, 'etcd.leaderChanges': flat },
    );
    expect(both.finding).to.equal('no evidence');
    expect(both.p).to.be.closeTo(2 * 0.0286, 1e-3);
  });

  it('leaves inconclusive runs out of every figure', () => {
    const unsound = runs({ 'api.recovery': [1e6] }, { verdict: 'inconclusive', reasons: ['the harness stalled'] });
    const set = runSet([...runs({ 'api.recovery': ten }), ...unsound]);
    expect(set).to.include({ concluded: 10 });
    expect(set.runs).to.have.length(11);
    expect(set.runs.at(-1)?.doubt).to.equal('the harness stalled');
    expect(set.spreads[0]).to.deep.include({ median: 10_350, interval: [9000, 12_000] });
    const compared = compareRuns(unsound, runs({ 'api.recovery': ten }));
    expect(compared.indicators[0]).to.include({ finding: 'not tested', reason: 'not measured on both sides' });
  });

  it('says what else differs', () => {
    const after = runs(
      { 'api.recovery': ten },
      { backend: 'sim', versions: { ...sampleRun().report.versions, kubernetes: 'v1.34.0' } },
    );
    expect(compareRuns(runs({ 'api.recovery': ten }), after).differences).to.deep.equal([
      'backend: kind before, sim after',
      'version of kubernetes: v1.33.13 before, v1.34.0 after',
    ]);
  });

  it('refuses runs of different scenarios', () => {
    const other = runs({ 'api.recovery': ten }, { scenario: { ...sampleRun().report.scenario, name: 'other' } });
    expect(() => compareRuns(runs({ 'api.recovery': ten }), other)).to.throw(HarnessError, 'different scenarios');
  });
});

describe('runSet', () => {
  it('gives a median that never ended as a lower bound', () => {
    const [spread] = runSet(runs({ 'api.recovery': [1000, '>=60000', '>=60000'] })).spreads;
    expect(spread).to.deep.include({ median: 60_000, medianCensored: true });
    expect(spread).to.not.have.property('interval');
  });

  it('counts how often each objective was met', () => {
    const reports = runs({ 'api.recovery': [1, 2, 3] });
    const missed = reports.map((report, i) => ({
      ...report,
      slos: report.slos.map((slo) => ({ ...slo, status: i === 0 ? ('missed' as const) : slo.status })),
    }));
    expect(runSet(missed).objectives[0]).to.include({ met: 2, missed: 1, unjudged: 0 });
  });

  it('keeps the values that objectives were judged by, whatever their bound', () => {
    const reports = runs({ 'api.recovery': [1, 2, '>=60000'] }).map((report, i) => ({
      ...report,
      slos: report.slos.map((slo) => ({ ...slo, objective: `<= ${i}s`, during: ['fault'], streams: ['lb *'] })),
    }));
    const { judged, objectives } = runSet(reports);
    expect(judged).to.have.length(1);
    expect(judged[0]).to.deep.include({ scope: 'during fault, all of lb *', median: 2, medianCensored: false });
    expect(judged[0]?.dots.map(({ value, censored }) => [value, censored])).to.deep.equal([
      [1, false],
      [2, false],
      [60_000, true],
    ]);
    expect(objectives).to.have.length(3);
  });
});
