import { expect } from 'chai';
import type { Twin } from '../../src/core/twin.ts';
import { runSchema } from '../../src/core/report-schema.ts';
import { empty } from '../../src/reporters/html/markup.ts';
import { reportPage } from '../../src/reporters/html/page.ts';
import { twinSection } from '../../src/reporters/html/twin-section.ts';
import { twinMarkdown, twinTerminal } from '../../src/reporters/twin-text.ts';
import { markupFaults } from '../support/markup-faults.ts';
import { sampleRun } from '../support/sample-report.ts';

const side = (...values: number[]) => ({
  values: values.map((value) => ({ value, censored: false })),
  ...(values.length === 0 ? {} : { median: values[values.length >> 1]! }),
  medianCensored: false,
});
const twin: Twin = {
  schema: 'aftershock/twin/v1',
  scenario: 'az-failure',
  title: 'One availability zone is cut off',
  backend: 'kind',
  runs: [{ id: 'abcd1234', startedAt: '2026-11-21T17:44:43.566Z', seed: 2, verdict: 'fail' }],
  seeds: [2, 3, 4],
  settings: ['zones=3', 'etcd.electionTimeout=2500ms'],
  factor: 1.5,
  notes: ['The machine was slow.'],
  indicators: [
    {
      sli: 'nodes.detection',
      unit: 'ms',
      better: 'lower',
      measured: side(55_000),
      simulated: side(50_000, 52_000, 70_000),
      ratio: 0.945,
      place: 'alike',
      reason: '',
    },
    {
      sli: 'api.recovery',
      unit: 'ms',
      better: 'lower',
      measured: side(60_000),
      simulated: side(10_000, 12_000, 14_000),
      ratio: 0.2,
      place: 'apart',
      reason: 'decided by the machine',
    },
    {
      sli: 'pods.deficit',
      unit: 'replica-seconds',
      better: 'lower',
      measured: side(),
      simulated: side(4),
      place: 'unknown',
      reason: 'not measured on the real cluster',
    },
  ],
};

describe('a twin', () => {
  it('is a table for a terminal, with the reason of what is apart and the word SIMULATED', () => {
    const text = twinTerminal(twin, (_, word) => word, 100);
    expect(text).to.contain('1 of 2 indicators alike (within a factor of 1.5), 1 apart');
    expect(text).to.match(/nodes\.detection +55 s +52 s +50 s +70 s +0\.94 +alike/);
    expect(text).to.match(/api\.recovery +60 s +12 s +10 s +14 s +0\.2 +APART/);
    expect(text).to.contain('api.recovery: decided by the machine');
    expect(text).to.contain('The machine was slow.');
    expect(text).to.match(/SIMULATED +seeds 2 to 4; zones=3, etcd\.electionTimeout=2500ms/);
    expect(text).to.match(/pods\.deficit +– +4 replica-s/);
  });

  it('is a table in Markdown', () => {
    const text = twinMarkdown(twin);
    expect(text).to.contain('| nodes.detection | 55 s | 52 s | 50 s to 70 s | 0.94 | alike |');
    expect(text).to.contain('`etcd.electionTimeout=2500ms`');
    expect(text).to.contain('SIMULATED');
  });

  it('is a section of the report, and a part of its schema', () => {
    const { report, timeline } = sampleRun();
    const page = reportPage({ ...report, twin }, timeline, []);
    expect(markupFaults(page)).to.deep.equal([]);
    expect(page).to.contain('Rehearsed beside measured');
    expect(page).to.contain('decided by the machine');
    expect(twinSection(report)).to.equal(empty);
    const parsed = runSchema.parse(JSON.parse(JSON.stringify({ ...report, twin })));
    expect(parsed.twin).to.deep.equal(twin);
  });
});
