import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sumUp } from '../../src/cli/several-runs.ts';
import type { RunReport } from '../../src/core/report.ts';
import { sampleRun } from '../support/sample-report.ts';
import { silentOutput } from '../support/silent-output.ts';

/** Six runs on a cluster whose API takes so long to come back. */
const runsOn = (backend: string, recoveryMs: number): readonly RunReport[] => {
  const { report } = sampleRun();
  return Array.from({ length: 6 }, (_, i) => {
    const slos = report.slos.map((slo) =>
      slo.sli === 'api.recovery' ? { ...slo, value: recoveryMs + 100 * i, censored: false } : slo,
    );
    return { ...report, id: `${backend}${i}`, backend, verdict: 'pass' as const, slos };
  });
};

describe('sumUp', () => {
  let reportsDir = '';
  beforeEach(async () => {
    reportsDir = await mkdtemp(join(tmpdir(), 'aftershock-sum-'));
  });
  afterEach(() => rm(reportsDir, { recursive: true, force: true }));

  it('sums up the runs of each cluster alone, and sets the others beside the first', async () => {
    const [a, b] = [runsOn('one', 10_000), runsOn('two', 30_000)];
    const mixed = a.flatMap((run, i) => [run, b[i] ?? run]);
    expect(await sumUp(mixed, new Map(), { reportsDir, output: silentOutput })).to.equal(0);
    const folders = (await readdir(reportsDir)).map((name) => name.replace(/^[\d-]+/, '')).sort();
    expect(folders).to.deep.equal([
      'az-failure-one-6-runs',
      'az-failure-two-6-runs',
      'az-failure-two-6-runs-beside-one',
    ]);
    const beside = (await readdir(reportsDir)).find((name) => name.endsWith('-beside-one')) ?? '';
    const comparison = JSON.parse(await readFile(join(reportsDir, beside, 'comparison.json'), 'utf8')) as {
      readonly finding: string;
    };
    expect(comparison.finding).to.equal('regression');
  });

  it('ends with the status of a missed objective where runs are worse than their baseline', async () => {
    const place = { reportsDir, output: silentOutput };
    const slow = runsOn('one', 30_000);
    expect(await sumUp(slow, new Map([['az-failure', runsOn('one', 10_000)]]), place)).to.equal(1);
    expect(await sumUp(slow, new Map([['az-failure', slow]]), place)).to.equal(0);
  });
});
