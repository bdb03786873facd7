import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { compareCommand } from '../../src/cli/commands/compare.ts';
import { parseCommandLine } from '../../src/cli/options.ts';
import { readReport } from '../../src/cli/reports-folder.ts';
import { withTwin } from '../../src/cli/twin.ts';
import { HarnessError } from '../../src/core/errors.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { Twin } from '../../src/core/twin.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { sampleSettings } from '../backends/kind/settings.ts';
import { silentOutput } from '../support/silent-output.ts';

const saved = join(import.meta.dirname, '../fixtures/runs/v1');
const quick = ['timeline.baseline=5s', 'faults[0].for=5s', 'timeline.recovery=5s'].flatMap((set) => ['--set', set]);

async function compare(...argv: readonly string[]): Promise<{ readonly status: number; readonly text: string }> {
  const { options, operands } = parseCommandLine(['--twin', ...argv]);
  const lines: string[] = [];
  const output = { ...silentOutput, say: (text: string): void => void lines.push(text) };
  const status = await compareCommand({ operands, options, output, signal: new AbortController().signal });
  return { status, text: lines.join('\n') };
}

async function refusal(...argv: readonly string[]): Promise<string> {
  return compare(...argv).then(
    () => 'nothing',
    (thrown: unknown) => (thrown instanceof HarnessError ? thrown.message : String(thrown)),
  );
}

describe('compare --twin', function () {
  this.timeout(30_000);
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'twin-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  /** The saved run, with other words in its report. */
  function changed(more: Partial<RunReport>): string {
    const folder = join(dir, 'run');
    cpSync(saved, folder, { recursive: true });
    const report = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunReport;
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...report, ...more }));
    return folder;
  }

  it('rehearses a saved run with its own settings, shows both, and writes them', async () => {
    const flags = { 'etcd.election-timeout': '3000', 'etcd.heartbeat-interval': '300' };
    const run = changed({ topology: { nodes: [], zones: [], flags } });
    const set = ['--set', 'cluster.etcd.heartbeatInterval=600ms'];
    const { status, text } = await compare(run, '--seeds', '2', ...quick, ...set, '--out', join(dir, 'out'));
    expect(status).to.equal(0);
    expect(text).to.contain('A zone is cut off');
    const twin = JSON.parse(readFileSync(join(dir, 'out', 'twin.json'), 'utf8')) as Twin;
    expect(twin.seeds).to.deep.equal([7, 8]);
    expect(twin.settings).to.deep.equal([
      'etcd.heartbeatInterval=600ms',
      'etcd.electionTimeout=3000ms',
      'apiserver.etcdRetries=false',
    ]);
    const rows = twin.indicators.filter(({ place }) => place !== 'unknown');
    expect(rows.map(({ sli }) => sli)).to.include('api.recovery');
    for (const { simulated } of rows) expect(simulated.values).to.have.length(2);
    expect(readFileSync(join(dir, 'out', 'twin.md'), 'utf8')).to.contain('SIMULATED');
  });

  it('puts the twin into the report of a run that broke something, and spares the report when it cannot', async () => {
    const { report } = await readReport(saved);
    const { text } = report.scenario;
    const overrides = quick.filter((word) => word !== '--set');
    const scenario = loadScenario({ file: 'cut.yaml', text, overrides }, registries);
    const { signal } = new AbortController();
    const order = { scenario, settings: sampleSettings, count: 1, seed: 3, output: silentOutput, signal };
    const { twin } = await withTwin(order)(report);
    expect(twin?.seeds).to.deep.equal([3]);
    expect(await withTwin(order)({ ...report, faults: [] })).to.not.have.property('twin');
    const errors: unknown[] = [];
    const output = { ...silentOutput, error: (thrown: unknown): void => void errors.push(thrown) };
    const wrong = { ...report.topology, flags: { 'etcd.election-timeout': 'soon' } };
    const spared = await withTwin({ ...order, output })({ ...report, topology: wrong });
    expect(spared).to.not.have.property('twin');
    expect(errors).to.have.length(1);
  });

  it('refuses rehearsals, runs that broke nothing, and no run at all', async () => {
    expect(await refusal()).to.equal('compare --twin was given no run');
    expect(await refusal(changed({ simulated: true }))).to.equal(
      'run is a rehearsal itself: there is nothing to compare with',
    );
    expect(await refusal(changed({ faults: [] }))).to.equal('run broke nothing: there is nothing to compare with');
  });
});
