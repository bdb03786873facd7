import type { Backend } from '../../core/cluster.ts';
import { HarnessError } from '../../core/errors.ts';
import type { RunReport } from '../../core/report.ts';
import type { Scenario } from '../../core/scenario.ts';
import type { Settings } from '../../core/settings.ts';
import { renderTerminalSummary } from '../../reporters/terminal.ts';
import { addStepSummary, annotate } from '../ci.ts';
import { backendOf } from '../backend.ts';
import type { Command, CommandContext } from '../command.ts';
import { type ExitStatus, exitStatus, statusOfError, statusOfRun, worstOf } from '../exit-status.ts';
import { writeIndex } from '../history-files.ts';
import { jobsFor } from '../side-by-side/jobs.ts';
import { sideBySide } from '../side-by-side/side-by-side.ts';
import type { Output } from '../output.ts';
import { newSeed } from '../run-id.ts';
import { oneByOne } from '../one-by-one.ts';
import type { Outcome } from '../outcome.ts';
import { rested } from '../rested.ts';
import { type FinishedRun, runOnce, type RunOrder } from '../run-once.ts';
import { loadScenarios } from '../scenario-files.ts';
import { readBaselines, sumUp } from '../several-runs.ts';
import { readSloFile } from '../slo-files.ts';
import { settingsOf } from '../settings.ts';
import { withTwin } from '../twin.ts';
import { planCommand } from './plan.ts';

/** Runs scenarios: what a word that is no command stands for. */
export const runCommand: Command = async (context) => {
  if (context.options.dryRun) return planCommand(context);
  return runScenarios(context, await loadScenarios(context.operands, context.options.set));
};

/** Runs what was loaded, and answers with the worst status. `command` repeats it, where a scenario's name does not. */
export async function runScenarios(
  { options, output, signal }: Pick<CommandContext, 'options' | 'output' | 'signal'>,
  loaded: readonly Scenario[],
  command?: string,
): Promise<ExitStatus> {
  const profile = options.slo === undefined ? undefined : await readSloFile(options.slo);
  const scenarios = profile === undefined ? loaded : loaded.map((scenario) => ({ ...scenario, slos: profile.slos }));
  const settings = await settingsOf(options);
  const clusters = await clustersOf(options, settings);
  const firstSeed = options.seed ?? newSeed();
  const names = scenarios.map(({ name }) => name);
  const baselines = await readBaselines(options.baseline, names);
  const reportsDir = settings.reports.dir;
  const orders = rounds(scenarios, clusters, { first: firstSeed, repeat: options.repeat }).map((round): RunOrder => {
    const draw = { ...round, consent: options.consent, command };
    const twin = { scenario: round.scenario, settings, count: options.seeds, seed: undefined, output, signal };
    const complete = options.rehearse ? { complete: withTwin(twin) } : {};
    return { ...draw, reportsDir, output, signal, ...complete };
  });
  const jobs = jobsFor(options.jobs, orders.length, clusters);
  const mayGoOn = (outcome: Outcome): boolean => !signal.aborted && saysGoOn(statusOf(outcome), options.keepGoing);
  const outcomes =
    jobs === 1
      ? oneByOne(orders, rested(runOnce, options.pauseMs), mayGoOn)
      : sideBySide(orders, { jobs, settings, reportsDir, output, signal, mayGoOn });
  const statuses: ExitStatus[] = [];
  const reports: RunReport[] = [];
  for await (const outcome of outcomes) {
    statuses.push(statusOf(outcome));
    if (outcome.kind === 'finished') reports.push(outcome.finished.report);
    await tell(outcome, { reportsDir, output });
  }
  const summed = await sumUp(reports, baselines, { reportsDir, output });
  return worstOf([...statuses, summed]);
}

async function clustersOf(
  { clusters, rehearse }: CommandContext['options'],
  settings: Settings,
): Promise<readonly Backend[]> {
  const twice = clusters.find((name, i) => clusters.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new HarnessError('usage', `--cluster ${twice} is given twice`, { hint: 'Use --repeat to run more often.' });
  }
  const named = clusters.length === 0 ? [undefined] : clusters;
  const backends = await Promise.all(named.map((cluster) => backendOf(cluster, settings)));
  if (rehearse && backends.some(({ simulated }) => simulated)) {
    throw new HarnessError('usage', '--rehearse puts a rehearsal beside a real run, and this is a rehearsal itself', {
      hint: 'Leave it out, or name a real cluster: `--cluster kind`.',
    });
  }
  return backends;
}

/** A missed SLO or an inconclusive run says something of one scenario; anything worse needs a person, unless told otherwise. */
function saysGoOn(status: ExitStatus, keepGoing: boolean): boolean {
  return (
    status === exitStatus.pass ||
    status === exitStatus.sloMissed ||
    status === exitStatus.inconclusive ||
    (keepGoing && status !== exitStatus.interrupted)
  );
}

/**
 * One run of each scenario on each cluster with one seed, then again with the next: A B A B, so that whatever changes meanwhile
 * (the machine's load, the time of day) falls on all of them alike.
 */
export function rounds<S, B>(
  scenarios: readonly S[],
  clusters: readonly B[],
  { first, repeat }: { readonly first: number; readonly repeat: number },
): readonly { readonly scenario: S; readonly backend: B; readonly seed: number }[] {
  return Array.from({ length: repeat }, (_, round) =>
    scenarios.flatMap((scenario) => clusters.map((backend) => ({ scenario, backend, seed: first + round }))),
  ).flat();
}

function statusOf(outcome: Outcome): ExitStatus {
  if (outcome.kind === 'finished') return statusOfRun(outcome.finished.report);
  return outcome.thrown instanceof HarnessError ? statusOfError(outcome.thrown.code) : exitStatus.bug;
}

async function tell(
  outcome: Outcome,
  { reportsDir, output }: { readonly reportsDir: string; readonly output: Output },
): Promise<void> {
  if (outcome.kind === 'failed') {
    output.error(outcome.thrown);
    return;
  }
  const { finished } = outcome;
  await writeIndex(reportsDir);
  show(output, finished);
  await addStepSummary(finished.summary, output);
  annotate(finished.report, output);
}

function show(output: Output, { report, folder }: FinishedRun): void {
  const { id, verdict, score, reasons, leftovers, slos } = report;
  output.event({ event: 'report', runId: id, verdict, score, reasons, leftovers, slos, folder });
  output.say(
    renderTerminalSummary(report, { width: output.width, color: output.style, path: `${folder}/report.html` }),
  );
}
