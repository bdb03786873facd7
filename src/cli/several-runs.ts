import { join } from 'node:path';
import { compareRuns } from '../compare/compare.ts';
import { runSet } from '../compare/run-set.ts';
import type { RunReport } from '../core/report.ts';
import {
  comparisonMarkdown,
  comparisonTerminal,
  runSetMarkdown,
  runSetTerminal,
} from '../reporters/comparison-text.ts';
import { addStepSummary } from './ci.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Output } from './output.ts';
import { runFolderName } from './reports-folder.ts';
import { readRuns, writeComparison, writeRunSet } from './run-sets.ts';

/** Earlier runs to compare with, by scenario. Read before anything is injected: a wrong path must not cost a run. */
export type Baselines = ReadonlyMap<string, readonly RunReport[]>;

/** Reads the baseline's runs of each scenario. Throws HarnessError('usage') where one has none. */
export async function readBaselines(path: string | undefined, scenarios: readonly string[]): Promise<Baselines> {
  if (path === undefined) return new Map();
  const names = [...new Set(scenarios)];
  return new Map(await Promise.all(names.map(async (name) => [name, await readRuns(path, name)] as const)));
}

/** Sums up what was run: each scenario's repeats, and how they compare with the baseline. Status 1 where something got worse. */
export async function sumUp(
  reports: readonly RunReport[],
  baselines: Baselines,
  { reportsDir, output }: { readonly reportsDir: string; readonly output: Output },
): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.pass;
  for (const name of new Set(reports.map(({ scenario }) => scenario.name))) {
    const runs = reports.filter(({ scenario }) => scenario.name === name);
    const [first] = runs;
    if (first === undefined) continue;
    const folder = join(
      reportsDir,
      `${runFolderName(new Date(first.startedAt), name, first.backend)}-${runs.length}-runs`,
    );
    if (runs.length > 1) {
      const set = runSet(runs);
      await writeRunSet(folder, set);
      await addStepSummary(runSetMarkdown(set), output);
      output.event({ event: 'repeat', folder, ...set });
      output.say(`${runSetTerminal(set, output.style)}\n\n  Report  ${join(folder, 'repeat.html')}\n`);
    }
    const before = baselines.get(name);
    if (before === undefined) continue;
    const comparison = compareRuns(before, runs);
    await writeComparison(folder, comparison);
    await addStepSummary(comparisonMarkdown(comparison), output);
    output.event({ event: 'comparison', folder, ...comparison });
    output.say(
      `${comparisonTerminal(comparison, output.style, output.width)}\n\n  Report  ${join(folder, 'comparison.html')}\n`,
    );
    if (comparison.finding === 'regression') status = exitStatus.sloMissed;
  }
  return status;
}
