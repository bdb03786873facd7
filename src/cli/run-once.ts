import { watchWallClock } from '../base/system-clock.ts';
import type { RunRequest } from '../core/cluster.ts';
import { HarnessError } from '../core/errors.ts';
import { logOf } from '../core/observation-log.ts';
import type { RunReport } from '../core/report.ts';
import type { RunRecord } from '../core/run.ts';
import { askQueries, unasked } from '../prometheus/ask-queries.ts';
import type { Archive } from '../runner/archive.ts';
import { summaryMd } from '../reporters/summary-md.ts';
import { wrapped } from '../reporters/wrapped.ts';
import { refuse } from './backend.ts';
import { fileArchive } from './observations-file.ts';
import { fileJournal } from './journal-file.ts';
import type { Output } from './output.ts';
import { progressFor } from './progress/progress.ts';
import { makeRunFolder, mustBeWritable, runFolderName } from './reports-folder.ts';
import { type Draw, noJournal, recordOf, reportOf, requestOf } from './run-parts.ts';
import { usageOfProcess } from './usage.ts';
import { writeReport } from './write-report.ts';

/**
 * How long the first connections, the prober's own code and the watches keep a small machine busy: up to 15 s on two cores (decision 14).
 * Simulated, nothing of it takes time.
 */
const warmUpMs = 15_000;

/** What one run needs. */
export interface RunOrder extends Draw {
  readonly reportsDir: string;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Adds to the report what it does not tell of itself, before it is written. */
  readonly complete?: (report: RunReport) => Promise<RunReport>;
}

/** A finished run: its report, where it lies, and its summary in Markdown. */
export interface FinishedRun {
  readonly report: RunReport;
  readonly folder: string;
  readonly summary: string;
}

/** Preflight, run, judge, report. Throws HarnessError when the run could not begin. */
export async function runOnce(order: RunOrder): Promise<FinishedRun> {
  try {
    return await carryOut(order);
  } catch (thrown) {
    // Whoever stops a run while it begins breaks off a call of it, and that fails as if a cluster did not answer.
    if (!order.signal.aborted || !(thrown instanceof HarnessError)) throw thrown;
    throw new HarnessError('interrupted', 'the run was interrupted before it began', { cause: thrown });
  }
}

async function carryOut(order: RunOrder): Promise<FinishedRun> {
  const { scenario, backend, seed, output, signal } = order;
  const request = requestOf(order, (runId, text) => {
    output.say(output.style('dim', text));
    output.event({ event: 'note', runId, text });
  });
  const started = new Date();
  await mustBeWritable(order.reportsDir);
  refuse(await backend.preflight(request, signal));
  const folder = await makeRunFolder(order.reportsDir, runFolderName(started, scenario.name, backend.name));
  const { name, simulated } = backend;
  output.event({ event: 'run', runId: request.runId, scenario: scenario.name, backend: name, simulated, seed, folder });
  const lines = [
    output.style('bold', scenario.title),
    ...wrapped('', scenario.hypothesis, output.width),
    output.style(
      'dim',
      `run ${request.runId} · ${backend.name}${backend.simulated ? ' (SIMULATED)' : ''} · seed ${seed}`,
    ),
  ];
  output.say(lines.join('\n'));
  const archive = backend.simulated ? undefined : fileArchive(folder);
  const record = await withQueries(order, await execute(order, request, { folder, archive }));
  const own = reportOf(order, record);
  const report = (await order.complete?.(own)) ?? own;
  await writeReport(folder, report, record.timeline);
  await archive?.remove();
  return { report, folder, summary: summaryMd.render(report, record.timeline) };
}

async function execute(
  order: RunOrder,
  request: RunRequest,
  { folder, archive }: { readonly folder: string; readonly archive: Archive | undefined },
): Promise<RunRecord> {
  const { scenario, backend, output, signal } = order;
  const journal = backend.simulated ? noJournal : await fileJournal(folder);
  const progress = progressFor(output, request.runId, `${scenario.title} on ${backend.name}`);
  const wallClock = backend.simulated ? undefined : watchWallClock();
  try {
    return await recordOf(order, request, {
      begins: progress.start,
      journal,
      ...(archive === undefined ? {} : { archive }),
      listener: progress.listener,
      usage: usageOfProcess(wallClock),
      warmUpMs: backend.simulated ? 0 : warmUpMs,
      signal,
    });
  } finally {
    wallClock?.stop();
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
  const observations = logOf(timeline.observations);
  for (const answer of answers) observations.add(answer);
  return { ...record, timeline: { ...timeline, observations } };
}
