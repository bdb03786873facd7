import type { Clock } from '../base/clock.ts';
import type { Backend, Consent, RunRequest } from '../core/cluster.ts';
import { runNamespace } from '../core/identity.ts';
import type { RunReport } from '../core/report.ts';
import type { RunRecord } from '../core/run.ts';
import type { Scenario } from '../core/scenario.ts';
import { assembleReport } from '../judge/judge.ts';
import { executeRun, type RunInput } from '../runner/execute-run.ts';
import type { Journal } from '../runner/journal.ts';
import { bindScenario } from '../scenario/bind.ts';
import { registries } from '../scenario/registries.ts';
import { newRunId, rehearsalId } from './run-id.ts';
import { harnessVersion } from './version.ts';

/** A scenario, where it runs, and what its chance comes from. */
export interface Draw {
  readonly scenario: Scenario;
  readonly backend: Backend;
  readonly seed: number;
  /** How far faults may go on a cluster that is not the harness's own. */
  readonly consent?: Consent | undefined;
  /** Repeats the run, where that takes another command than the scenario's name. */
  readonly command?: string | undefined;
}

/** What is simulated ends with the process: there is nothing to undo, and waiting for a disk would be waiting in virtual time. */
export const noJournal: Journal = { append: async () => {} };

/** What a run asks of its backend; `note` gets what the backend has to say meanwhile, with the run's id. */
export function requestOf(
  { scenario, backend, seed, consent }: Draw,
  note: (runId: string, text: string) => void,
): RunRequest {
  const runId = backend.simulated ? rehearsalId(scenario, seed) : newRunId();
  return {
    mode: 'run',
    runId,
    seed,
    namespace: runNamespace(runId),
    workload: scenario.workload,
    requires: scenario.requires,
    cluster: scenario.cluster,
    faults: scenario.faults.length > 0,
    needs: needsOf(scenario),
    ...(consent === undefined ? {} : { consent }),
    note: (text) => note(runId, text),
  };
}

function needsOf(scenario: Scenario): RunRequest['needs'] {
  return [...new Set(bindScenario(scenario, registries).faults.flatMap(({ fault }) => fault.needs ?? []))];
}

/** What a run is carried out with beside its draw and its request; `begins` is told the clock it runs on. */
interface Carried extends Pick<RunInput, 'journal' | 'listener' | 'usage' | 'archive' | 'warmUpMs' | 'signal'> {
  readonly begins?: (clock: Clock) => void;
}

/** Carries a run out on its backend. */
export function recordOf(
  { scenario, backend, seed }: Draw,
  request: RunRequest,
  { begins, ...carried }: Carried,
): Promise<RunRecord> {
  const plan = bindScenario(scenario, registries);
  const { runId, namespace } = request;
  return backend.run(request, carried.signal, (cluster, clock) => {
    begins?.(clock);
    return executeRun({ plan, backend: backend.name, cluster, clock, seed, runId, namespace, ...carried });
  });
}

/** Judges what a run brought. */
export function reportOf(draw: Draw, record: RunRecord): RunReport {
  const { scenario, backend, command } = draw;
  return assembleReport({
    record,
    scenario,
    backend: { name: backend.name, simulated: backend.simulated },
    command: command ?? repeatCommand(draw),
    harnessVersion: harnessVersion(),
    nodeVersion: process.version,
  });
}

/** The command that repeats the run. */
function repeatCommand({ scenario, backend, seed, consent }: Draw): string {
  const sets = scenario.source.overrides.map((override) => ` --set '${override.replaceAll("'", String.raw`'\''`)}'`);
  const allowed = consent === undefined ? '' : ` --yes --max-nodes ${consent.maxNodes} --max-pods ${consent.maxPods}`;
  const { file } = scenario.source;
  const shipped = file.endsWith(`scenarios/${scenario.name}.yaml`);
  return `npm run chaos -- ${shipped ? scenario.name : file} --cluster ${backend.name} --seed ${seed}${sets.join('')}${allowed}`;
}
