import { basename, join } from 'node:path';
import { expect } from 'chai';
import { simBackend } from '../../src/backends/sim/sim-backend.ts';
import { runNamespace } from '../../src/core/identity.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { Scenario } from '../../src/core/scenario.ts';
import { assembleReport } from '../../src/judge/judge.ts';
import { executeRun } from '../../src/runner/execute-run.ts';
import { bindScenario } from '../../src/scenario/bind.ts';
import { readText } from '../../src/scenario/find.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { resolveTargets } from '../../src/scenario/suite.ts';
import { sampleSettings } from '../backends/kind/settings.ts';

const scenarios = join(import.meta.dirname, '..', '..', 'scenarios');
const settings = {
  ...sampleSettings,
  kind: { ...sampleSettings.kind, config: join(scenarios, '..', 'kind-config.yaml') },
};
const seed = 1;

async function rehearse(scenario: Scenario): Promise<RunReport> {
  const { signal } = new AbortController();
  const runId = 'e1';
  const own = { runId, seed, namespace: runNamespace(runId) };
  const plan = bindScenario(scenario, registries);
  const request = {
    ...own,
    mode: 'run' as const,
    workload: scenario.workload,
    requires: scenario.requires,
    cluster: scenario.cluster,
    faults: true,
    needs: plan.faults.flatMap(({ fault }) => fault.needs ?? []),
    note: () => {},
  };
  const backend = simBackend(settings);
  expect(await backend.preflight(request, signal)).to.deep.equal([]);
  const record = await backend.run(request, signal, (cluster, clock) =>
    executeRun({
      ...own,
      plan,
      backend: 'sim',
      cluster,
      clock,
      journal: { append: async () => {} },
      listener: {},
      signal,
      usage: () => ({ cpuMs: 0, rssMb: 0 }),
    }),
  );
  return assembleReport({
    record,
    scenario,
    backend: { name: 'sim', simulated: true },
    command: '',
    harnessVersion: '0',
    nodeVersion: process.version,
  });
}

/** A test for each scenario of a shipped suite: on the simulated cluster it ends as its file says, its faults proven, nothing left. */
export async function suiteEndsAsExpected(suite: string): Promise<void> {
  const targets = await resolveTargets([suite], [scenarios]);
  describe(`the scenarios of ${suite}, on the simulated cluster`, () => {
    for (const { file, overrides } of targets) {
      it(`${basename(file, '.yaml')} ends as it is expected to`, async () => {
        const scenario = loadScenario({ file, text: await readText(file), overrides }, registries);
        const report = await rehearse(scenario);
        expect(report.leftovers).to.deep.equal([]);
        for (const { injections } of report.faults) {
          expect(injections.map(({ proof }) => proof.status))
            .to.include('proven')
            .and.not.include('unproven');
        }
        expect(report.slos.filter(({ status }) => status === 'unmeasured').map(({ sli }) => sli)).to.deep.equal([]);
        const values = report.slos.map(({ sli, status, value }) => `${sli} ${status} ${String(value)}`);
        expect(report.verdict, [...report.reasons, ...values].join('; ')).to.equal(scenario.expect);
      });
    }
  });
}
