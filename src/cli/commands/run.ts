import { HarnessError } from '../../core/errors.ts';
import type { Scenario } from '../../core/scenario.ts';
import { renderTerminalSummary } from '../../reporters/terminal.ts';
import { backendOf } from '../backend.ts';
import type { Command, CommandContext } from '../command.ts';
import { type ExitStatus, exitStatus, statusOfError, statusOfRun, worstOf } from '../exit-status.ts';
import type { Output } from '../output.ts';
import { newSeed } from '../run-id.ts';
import { type FinishedRun, runOnce, type RunOrder } from '../run-once.ts';
import { loadScenarios } from '../scenario-files.ts';
import { readSloFile } from '../slo-files.ts';
import { settingsOf } from '../settings.ts';
import { planCommand } from './plan.ts';

/** Runs scenarios: what a word that is no command stands for. */
export const runCommand: Command = async (context) => {
  if (context.options.dryRun) return planCommand(context);
  return worstOf(await runAll(context));
};

async function runAll({ operands, options, output, signal }: CommandContext): Promise<readonly ExitStatus[]> {
  const loaded = await loadScenarios(operands, options.set);
  const profile = options.slo === undefined ? undefined : await readSloFile(options.slo);
  const scenarios = profile === undefined ? loaded : loaded.map((scenario) => ({ ...scenario, slos: profile.slos }));
  const settings = await settingsOf(options);
  const backend = await backendOf(options.cluster, settings);
  const firstSeed = options.seed ?? newSeed();
  const statuses: ExitStatus[] = [];
  for (const { scenario, seed } of rounds(scenarios, firstSeed, options.repeat)) {
    const order = { scenario, backend, seed, reportsDir: settings.reports.dir, output, signal };
    const status = await runGuarded(order);
    statuses.push(status);
    if (signal.aborted || (status !== exitStatus.pass && !mayGoOn(status, options.keepGoing))) break;
  }
  return statuses;
}

/** A missed SLO or an inconclusive run says something of one scenario; anything worse needs a person, unless told otherwise. */
function mayGoOn(status: ExitStatus, keepGoing: boolean): boolean {
  return (
    status === exitStatus.sloMissed ||
    status === exitStatus.inconclusive ||
    (keepGoing && status !== exitStatus.interrupted)
  );
}

function rounds(scenarios: readonly Scenario[], seed: number, repeat: number): { scenario: Scenario; seed: number }[] {
  return Array.from({ length: repeat }, (_, round) =>
    scenarios.map((scenario) => ({ scenario, seed: seed + round })),
  ).flat();
}

async function runGuarded(order: RunOrder): Promise<ExitStatus> {
  try {
    const finished = await runOnce(order);
    show(order.output, finished);
    return statusOfRun(finished.report);
  } catch (thrown) {
    order.output.error(thrown);
    return thrown instanceof HarnessError ? statusOfError(thrown.code) : exitStatus.bug;
  }
}

function show(output: Output, { report, folder }: FinishedRun): void {
  const { id, verdict, score, reasons, leftovers, slos } = report;
  output.event({ event: 'report', runId: id, verdict, score, reasons, leftovers, slos, folder });
  output.say(
    renderTerminalSummary(report, { width: output.width, color: output.style, path: `${folder}/report.html` }),
  );
}
