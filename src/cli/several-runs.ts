import { join } from 'node:path';
import { compareRuns } from '../compare/compare.ts';
import { runSet } from '../compare/run-set.ts';
import type { Comparison } from '../core/comparison.ts';
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

interface Place {
  readonly reportsDir: string;
  readonly output: Output;
}

/**
 * Sums up what was run: each scenario's repeats on each cluster, how they compare with the baseline, and, where runs took turns on
 * several clusters, how each compares with the first. Status 1 where something is worse than its baseline.
 */
export async function sumUp(reports: readonly RunReport[], baselines: Baselines, place: Place): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.pass;
  for (const name of new Set(reports.map(({ scenario }) => scenario.name))) {
    const ofScenario = reports.filter(({ scenario }) => scenario.name === name);
    const sets = [...new Set(ofScenario.map(({ backend }) => backend))].map((backend) =>
      ofScenario.filter((report) => report.backend === backend),
    );
    for (const runs of sets) {
      if (runs.length > 1) await tellRunSet(runs, place);
      const before = baselines.get(name);
      if (before === undefined) continue;
      if ((await tellComparison(before, runs, place)).finding === 'regression') status = exitStatus.sloMissed;
    }
    const [first, ...others] = sets;
    for (const other of others) if (first !== undefined) await tellComparison(first, other, place, 'beside');
  }
  return status;
}

async function tellRunSet(runs: readonly RunReport[], { reportsDir, output }: Place): Promise<void> {
  const set = runSet(runs);
  const folder = folderOf(runs, reportsDir);
  await writeRunSet(folder, set);
  await addStepSummary(runSetMarkdown(set), output);
  output.event({ event: 'repeat', folder, ...set });
  output.say(`${runSetTerminal(set, output.style)}\n\n  Report  ${join(folder, 'repeat.html')}\n`);
}

async function tellComparison(
  before: readonly RunReport[],
  runs: readonly RunReport[],
  { reportsDir, output }: Place,
  beside?: 'beside',
): Promise<Comparison> {
  const comparison = compareRuns(before, runs);
  const folder = folderOf(runs, reportsDir) + (beside === undefined ? '' : `-beside-${comparison.before.backend}`);
  await writeComparison(folder, comparison);
  await addStepSummary(comparisonMarkdown(comparison), output);
  output.event({ event: 'comparison', folder, ...comparison });
  output.say(
    `${comparisonTerminal(comparison, output.style, output.width)}\n\n  Report  ${join(folder, 'comparison.html')}\n`,
  );
  return comparison;
}

function folderOf(runs: readonly RunReport[], reportsDir: string): string {
  const [first] = runs;
  if (first === undefined) throw new RangeError('no run, no folder');
  const name = runFolderName(new Date(first.startedAt), first.scenario.name, first.backend);
  return join(reportsDir, `${name}-${runs.length}-runs`);
}
