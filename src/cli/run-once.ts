import type { Backend, Consent, RunRequest } from '../core/cluster.ts';
import { runNamespace } from '../core/identity.ts';
import type { RunReport } from '../core/report.ts';
import type { RunRecord } from '../core/run.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Timeline } from '../core/timeline.ts';
import { assembleReport } from '../judge/judge.ts';
import { askQueries, unasked } from '../prometheus/ask-queries.ts';
import type { Journal } from '../runner/journal.ts';
import { executeRun } from '../runner/execute-run.ts';
import { bindScenario } from '../scenario/bind.ts';
import { registries } from '../scenario/registries.ts';
import { refuse } from './backend.ts';
import { fileJournal } from './journal-file.ts';
import type { Output } from './output.ts';
import { progressFor } from './progress/progress.ts';
import { makeRunFolder, mustBeWritable, runFolderName } from './reports-folder.ts';
import { newRunId, rehearsalId } from './run-id.ts';
import { usageOfProcess } from './usage.ts';
import { harnessVersion } from './version.ts';
import { writeReport } from './write-report.ts';

/** What one run needs. */
export interface RunOrder {
  readonly scenario: Scenario;
  readonly backend: Backend;
  readonly seed: number;
  readonly reportsDir: string;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** How far faults may go on a cluster that is not the harness's own. */
  readonly consent?: Consent | undefined;
  /** Repeats the run, where that takes another command than the scenario's name. */
  readonly command?: string | undefined;
}

/** A finished run: its report and where it lies. */
export interface FinishedRun {
  readonly report: RunReport;
  readonly folder: string;
  readonly timeline: Timeline;
}

/** Preflight, run, judge, report. Throws HarnessError when the run could not begin. */
export async function runOnce(order: RunOrder): Promise<FinishedRun> {
  const { scenario, backend, seed, output, signal } = order;
  const request = requestOf(order);
  const started = new Date();
  await mustBeWritable(order.reportsDir);
  refuse(await backend.preflight(request, signal));
  const folder = await makeRunFolder(order.reportsDir, runFolderName(started, scenario.name, backend.name));
  output.event({ event: 'run', runId: request.runId, scenario: scenario.name, backend: backend.name, seed, folder });
  output.say(
    `${output.style('bold', scenario.title)}\n${scenario.hypothesis}\n${output.style('dim', `run ${request.runId} · ${backend.name} · seed ${seed}`)}`,
  );
  const record = await withQueries(order, await execute(order, request, folder));
  const report = assembleReport({
    record,
    scenario,
    backend: { name: backend.name, simulated: backend.simulated },
    command: order.command ?? repeatCommand(order),
    harnessVersion: harnessVersion(),
    nodeVersion: process.version,
  });
  await writeReport(folder, report, record.timeline);
  return { report, folder, timeline: record.timeline };
}

function requestOf({ scenario, backend, seed, output, consent }: RunOrder): RunRequest {
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
    ...(consent === undefined ? {} : { consent }),
    note: (text) => {
      output.say(output.style('dim', text));
      output.event({ event: 'note', runId, text });
    },
  };
}

async function execute(order: RunOrder, request: RunRequest, folder: string): Promise<RunRecord> {
  const { scenario, backend, seed, output, signal } = order;
  const { runId, namespace } = request;
  // What is simulated ends with the process: there is nothing to undo, and waiting for a disk would be waiting in virtual time.
  const journal = backend.simulated ? forgetfulJournal : await fileJournal(folder);
  const progress = progressFor(output, runId, `${scenario.title} on ${backend.name}`);
  try {
    return await backend.run(request, signal, (cluster, clock) => {
      progress.start(clock);
      return executeRun({
        plan: bindScenario(scenario, registries),
        backend: backend.name,
        cluster,
        clock,
        seed,
        runId,
        namespace,
        journal,
        listener: progress.listener,
        usage: usageOfProcess(),
        signal,
      });
    });
  } finally {
    progress.stop();
  }
}

/** The record with the answers of the scenario's own queries, which can be asked once all has been scraped. */
async function withQueries({ scenario, backend, signal }: RunOrder, record: RunRecord): Promise<RunRecord> {
  const { queries = [] } = scenario;
  if (queries.length === 0) return record;
  const { timeline } = record;
  const answers = backend.simulated
    ? unasked(queries, timeline.endedAt, 'a rehearsal has no Prometheus')
    : await askQueries(queries, timeline, { env: process.env, signal });
  return { ...record, timeline: { ...timeline, observations: [...timeline.observations, ...answers] } };
}

const forgetfulJournal: Journal = { append: async () => {} };

/** The command that repeats the run. */
function repeatCommand({ scenario, backend, seed, consent }: RunOrder): string {
  const sets = scenario.source.overrides.map((override) => ` --set '${override.replaceAll("'", String.raw`'\''`)}'`);
  const allowed = consent === undefined ? '' : ` --yes --max-nodes ${consent.maxNodes} --max-pods ${consent.maxPods}`;
  const { file } = scenario.source;
  const shipped = file.endsWith(`scenarios/${scenario.name}.yaml`);
  return `npm run chaos -- ${shipped ? scenario.name : file} --cluster ${backend.name} --seed ${seed}${sets.join('')}${allowed}`;
}
