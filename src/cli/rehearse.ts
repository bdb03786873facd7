import { HarnessError } from '../core/errors.ts';
import type { RunReport } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Settings } from '../core/settings.ts';
import { executeRun } from '../runner/execute-run.ts';
import { bindScenario } from '../scenario/bind.ts';
import { registries } from '../scenario/registries.ts';
import { backendOf, refuse } from './backend.ts';
import { noJournal, reportOf, requestOf } from './run-parts.ts';
import { usageOfProcess } from './usage.ts';

/** What is rehearsed, how often, and whom to tell. */
export interface RehearsalOrder {
  readonly scenario: Scenario;
  readonly settings: Settings;
  readonly seeds: readonly number[];
  readonly signal: AbortSignal;
  /** Called before each rehearsal. */
  readonly begins: (seed: number) => void;
}

/** Runs a scenario on the simulated cluster once with each seed, writing nothing. Throws HarnessError where it cannot begin. */
export async function rehearse({ scenario, settings, seeds, signal, begins }: RehearsalOrder): Promise<RunReport[]> {
  const backend = await backendOf('sim', settings);
  const plan = bindScenario(scenario, registries);
  const reports: RunReport[] = [];
  for (const seed of seeds) {
    if (signal.aborted) throw new HarnessError('interrupted', 'the rehearsals were interrupted');
    begins(seed);
    const draw = { scenario, backend, seed };
    const request = requestOf(draw, () => {});
    refuse(await backend.preflight(request, signal));
    const { runId, namespace } = request;
    const record = await backend.run(request, signal, (cluster, clock) =>
      executeRun({
        plan,
        backend: backend.name,
        cluster,
        clock,
        seed,
        runId,
        namespace,
        journal: noJournal,
        listener: {},
        usage: usageOfProcess(),
        signal,
      }),
    );
    reports.push(reportOf(draw, record));
  }
  return reports;
}
