import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { simBackend } from '../../src/backends/sim/sim-backend.ts';
import { runOnce } from '../../src/cli/run-once.ts';
import { loadScenarios } from '../../src/cli/scenario-files.ts';
import type { RunReport } from '../../src/core/report.ts';
import { sampleSettings } from '../backends/kind/settings.ts';
import { silentOutput } from '../support/silent-output.ts';
import { property } from './property.ts';

const short = ['timeline.baseline=10s', 'timeline.recovery=10s', 'faults[0].for=10s'];

/** A rehearsal's report, and its two files of record as they lie on disk. */
async function rehearse(
  name: string,
  seed: number,
): Promise<{ readonly report: RunReport; readonly run: string; readonly timeline: string }> {
  const [scenario] = await loadScenarios([name], short);
  if (scenario === undefined) throw new Error(`there is no ${name}`);
  const reportsDir = await mkdtemp(join(tmpdir(), 'aftershock-rehearsal-'));
  const { signal } = new AbortController();
  try {
    const order = { scenario, backend: simBackend(sampleSettings), seed, reportsDir, output: silentOutput, signal };
    const { folder, report } = await runOnce(order);
    expect(await readdir(folder)).to.include.members(['run.json', 'timeline.ndjson.gz']);
    const run = await readFile(join(folder, 'run.json'), 'utf8');
    const timeline = gunzipSync(await readFile(join(folder, 'timeline.ndjson.gz'))).toString('utf8');
    return { report, run, timeline };
  } finally {
    await rm(reportsDir, { recursive: true, force: true });
  }
}

/** run.json without when it was and what the process used of the machine. */
function withoutStamps(run: string): string {
  return run.replace(/"(startedAt)": "[^"]*"/, '"$1": ""').replace(/"(cpuMs|rssMb)": \d+/g, '"$1": 0');
}

/** Unix times count from the run's beginning. */
function withoutAnchor(timeline: string): string {
  const anchor = Number(/"startedAtUnixMs":(\d+)/.exec(timeline)?.[1]);
  return timeline.replace(
    /"(\w+UnixMs)":(\d+(?:\.\d+)?)/g,
    (_, key: string, at: string) => `"${key}":${Number(at) - anchor}`,
  );
}

const runs = fc.record({
  scenario: fc.constantFrom('az-failure', 'apiserver-kill', 'etcd-leader-kill', 'etcd-member-loss'),
  seed: fc.nat(100_000),
});

describe('a rehearsal', function () {
  this.timeout(120_000);

  it('is the same to the byte with the same seed, another with another, and leaves nothing behind', async () => {
    await property(
      fc.asyncProperty(runs, async ({ scenario, seed }) => {
        const first = await rehearse(scenario, seed);
        const again = await rehearse(scenario, seed);
        expect(withoutStamps(again.run) === withoutStamps(first.run), 'run.json').to.equal(true);
        expect(withoutAnchor(again.timeline) === withoutAnchor(first.timeline), 'timeline').to.equal(true);
        const { report, timeline } = await rehearse(scenario, seed + 1);
        expect(withoutAnchor(timeline) === withoutAnchor(first.timeline), 'another seed').to.equal(false);
        for (const { leftovers, stoppedBy, faults } of [first.report, report]) {
          expect([leftovers, stoppedBy]).to.deep.equal([[], undefined]);
          const injections = faults.flatMap((fault) => fault.injections);
          expect(injections).to.not.have.length(0);
          for (const { name, goneAt } of injections) expect(goneAt, name).to.be.a('number');
        }
      }),
      2,
    );
  });
});
