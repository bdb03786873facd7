import { basename, join } from 'node:path';
import { expect } from 'chai';
import { rehearse } from '../../src/cli/rehearse.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { Scenario } from '../../src/core/scenario.ts';
import { readText } from '../../src/scenario/find.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { resolveTargets } from '../../src/scenario/suite.ts';
import { sampleSettings } from '../backends/kind/settings.ts';
import { silentOutput } from '../support/silent-output.ts';

const scenarios = join(import.meta.dirname, '..', '..', 'scenarios');
const settings = {
  ...sampleSettings,
  kind: { ...sampleSettings.kind, config: join(scenarios, '..', 'kind-config.yaml') },
};

/** A shipped scenario on the simulated cluster, and the report of its rehearsal. */
export async function rehearsed(
  file: string,
  overrides: readonly string[],
): Promise<{ readonly scenario: Scenario; readonly report: RunReport }> {
  const scenario = loadScenario({ file, text: await readText(file), overrides }, registries);
  const { signal } = new AbortController();
  const [report] = await rehearse({ scenario, settings, seeds: [1], jobs: 1, output: silentOutput, signal });
  if (report === undefined) throw new Error('no rehearsal');
  return { scenario, report };
}

/**
 * A test for each scenario of a shipped suite: on the simulated cluster it ends as its file says, its faults proven, nothing left.
 * `also` is what some of them are looked at for besides, by their names.
 */
export async function suiteEndsAsExpected(
  suite: string,
  also: Readonly<Record<string, (report: RunReport) => void>> = {},
): Promise<void> {
  const targets = await resolveTargets([suite], [scenarios]);
  const names = targets.map(({ file }) => basename(file, '.yaml'));
  const strange = Object.keys(also).filter((name) => !names.includes(name));
  if (strange.length > 0) throw new Error(`${suite} has no ${strange.join(', ')}`);
  describe(`the scenarios of ${suite}, on the simulated cluster`, () => {
    for (const { file, overrides } of targets) {
      it(`${basename(file, '.yaml')} ends as it is expected to`, async () => {
        const { scenario, report } = await rehearsed(file, overrides);
        expect(report.leftovers).to.deep.equal([]);
        for (const { injections } of report.faults) {
          expect(injections.map(({ proof }) => proof.status))
            .to.include('proven')
            .and.not.include('unproven');
        }
        expect(report.slos.filter(({ status }) => status === 'unmeasured').map(({ sli }) => sli)).to.deep.equal([]);
        const values = report.slos.map(({ sli, status, value }) => `${sli} ${status} ${String(value)}`);
        expect(report.verdict, [...report.reasons, ...values].join('; ')).to.equal(scenario.expect);
        also[basename(file, '.yaml')]?.(report);
      });
    }
  });
}

/** The path of a shipped scenario. */
export function shipped(name: string): string {
  return join(scenarios, `${name}.yaml`);
}
