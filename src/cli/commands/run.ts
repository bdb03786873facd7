import type { Backend } from '../../core/cluster.ts';
import { HarnessError } from '../../core/errors.ts';
import type { RunReport } from '../../core/report.ts';
import type { Scenario } from '../../core/scenario.ts';
import type { Settings } from '../../core/settings.ts';
import { summaryMd } from '../../reporters/summary-md.ts';
import { renderTerminalSummary } from '../../reporters/terminal.ts';
import { addStepSummary, annotate } from '../ci.ts';
import { backendOf } from '../backend.ts';
import type { Command, CommandContext } from '../command.ts';
import { type ExitStatus, exitStatus, statusOfError, statusOfRun, worstOf } from '../exit-status.ts';
import type { Output } from '../output.ts';
import { newSeed } from '../run-id.ts';
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
  const statuses: ExitStatus[] = [];
  const reports: RunReport[] = [];
  for (const { scenario, backend, seed } of rounds(scenarios, clusters, { first: firstSeed, repeat: options.repeat })) {
    const { consent } = options;
    const twin = { scenario, settings, count: options.seeds, seed: undefined, output, signal };
    const complete = options.rehearse ? { complete: withTwin(twin) } : {};
    const draw = { scenario, backend, seed, consent, command };
    const order = { ...draw, reportsDir: settings.reports.dir, output, signal, ...complete };
    const { status, report } = await runGuarded(order);
    statuses.push(status);
    if (report !== undefined) reports.push(report);
    if (signal.aborted || (status !== exitStatus.pass && !mayGoOn(status, options.keepGoing))) break;
  }
  const summed = await sumUp(reports, baselines, { reportsDir: settings.reports.dir, output });
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
function mayGoOn(status: ExitStatus, keepGoing: boolean): boolean {
  return (
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

async function runGuarded(order: RunOrder): Promise<{ status: ExitStatus; report?: RunReport }> {
  try {
    const finished = await runOnce(order);
    show(order.output, finished);
    await addStepSummary(summaryMd.render(finished.report, finished.timeline), order.output);
    annotate(finished.report, order.output);
    return { status: statusOfRun(finished.report), report: finished.report };
  } catch (thrown) {
    order.output.error(thrown);
    return { status: thrown instanceof HarnessError ? statusOfError(thrown.code) : exitStatus.bug };
  }
}

function show(output: Output, { report, folder }: FinishedRun): void {
  const { id, verdict, score, reasons, leftovers, slos } = report;
  output.event({ event: 'report', runId: id, verdict, score, reasons, leftovers, slos, folder });
  output.say(
    renderTerminalSummary(report, { width: output.width, color: output.style, path: `${folder}/report.html` }),
  );
}
