import { basename, join } from 'node:path';
import type { ClusterOverrides } from '../core/cluster-params/index.ts';
import { HarnessError } from '../core/errors.ts';
import type { RunReport } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import { rejudge } from '../judge/rejudge.ts';
import { twinTerminal } from '../reporters/twin-text.ts';
import { loadScenario } from '../scenario/load.ts';
import { applyOverrides } from '../scenario/overrides.ts';
import { registries } from '../scenario/registries.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import type { Command } from './command.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { readReport } from './reports-folder.ts';
import { writeTwin } from './run-sets.ts';
import { settingsOf } from './settings.ts';
import { profilesOf } from './slo-files.ts';
import { readTimeline } from './timeline-file.ts';
import { rehearsedBeside } from './twin.ts';

/** Rehearses the scenario of real runs with their cluster's settings, and shows both. */
export const compareTwin: Command = async ({ operands, options, output, signal }): Promise<ExitStatus> => {
  const saved = await Promise.all(operands.map(readReal));
  const last = saved.at(-1);
  if (last === undefined) {
    throw new HarnessError('usage', 'compare --twin was given no run', {
      hint: 'Name the folder of a run on a real cluster.',
    });
  }
  const scenario = await scenarioOf(last, options.set);
  const measured = await Promise.all(saved.map((report, i) => measuredAnew(report, operands[i] ?? '', scenario)));
  const settings = await settingsOf({ ...options, out: undefined });
  const { seed, seeds: count, jobs, set } = options;
  const cluster = clusterSettings(set);
  const twin = await rehearsedBeside(measured, { scenario, settings, count, seed, jobs, cluster, output, signal });
  if (options.out !== undefined) await writeTwin(options.out, twin);
  output.event({ event: 'twin', ...twin });
  output.say(twinTerminal(twin, output.style, output.width));
  if (options.out !== undefined) output.say(`\n  Report  ${join(options.out, 'twin.md')}`);
  return twin.indicators.some(({ place }) => place !== 'unknown') ? exitStatus.pass : exitStatus.inconclusive;
};

/** A run that broke something on a real cluster. */
async function readReal(path: string): Promise<RunReport> {
  const { report } = await readReport(path);
  const refusal = report.simulated
    ? 'is a rehearsal itself'
    : report.faults.every(({ injections }) => injections.length === 0)
      ? 'broke nothing'
      : undefined;
  if (refusal === undefined) return report;
  throw new HarnessError('usage', `${basename(path)} ${refusal}: there is nothing to compare with`, {
    hint: 'Name the folder of a run on a real cluster that injected its faults.',
  });
}

/** The scenario as the run had it, with what the command line lays over it. */
async function scenarioOf(
  { scenario: { name, text, overrides } }: RunReport,
  set: readonly string[],
): Promise<Scenario> {
  const all = [...overrides, ...set];
  return loadScenario({ file: `${name}.yaml`, text, overrides: all }, registries, await profilesOf(text, all));
}

/** Only what was laid over it now: what the scenario itself says of a simulated cluster is not this one. */
function clusterSettings(set: readonly string[]): ClusterOverrides {
  const own = set.filter((text) => /^(?:spec\.)?cluster\b/.test(text));
  const { data } = applyOverrides({ spec: {} }, own, scenarioSchema);
  return (data as { readonly spec: { readonly cluster?: ClusterOverrides } }).spec.cluster ?? {};
}

/** Both sides are measured by this version's definitions: the real one from its saved timeline. */
async function measuredAnew(report: RunReport, path: string, { slos, faults }: Scenario): Promise<RunReport> {
  const folder = path.endsWith('.json') ? join(path, '..') : path;
  const timeline = await readTimeline(folder);
  if (timeline === undefined) return report;
  return rejudge(report, timeline, { slos, declared: faults.map(({ name }) => name) });
}
