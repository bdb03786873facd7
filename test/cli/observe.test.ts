import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { observeCommand } from '../../src/cli/commands/observe.ts';
import { parseCommandLine } from '../../src/cli/options.ts';
import { runFolders } from '../../src/cli/reports-folder.ts';
import type { RunReport } from '../../src/core/report.ts';
import { silentOutput } from '../support/silent-output.ts';

/** What is reported of ten seconds of a simulated cluster. */
async function observed(set: readonly string[]): Promise<RunReport> {
  const out = await mkdtemp(join(tmpdir(), 'aftershock-observe-'));
  try {
    const argv = ['--for', '10s', '--seed', '1', '--out', out, ...set.flatMap((text) => ['--set', text])];
    const { options, operands } = parseCommandLine(argv);
    await observeCommand({ operands, options, output: silentOutput, signal: new AbortController().signal });
    const [folder = ''] = await runFolders(out, 'run.json');
    return JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as RunReport;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

describe('observe', () => {
  it('takes probes and profiles of the command line, though its own scenario lists none', async () => {
    const usual = await observed([]);
    const { harness, slos } = await observed([
      'probes[+]={type: api, with: {period: 500ms, directPeriod: 1s, writePeriod: 1s}}',
      'sloProfiles[+]=production',
    ]);
    expect(harness.probesPlanned).to.be.below(usual.harness.probesPlanned / 2);
    expect(slos.length).to.be.above(usual.slos.length);
  });
});
