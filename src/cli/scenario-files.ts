import type { Scenario } from '../core/scenario.ts';
import { readText } from '../scenario/find.ts';
import { loadScenario } from '../scenario/load.ts';
import { registries } from '../scenario/registries.ts';
import { resolveTargets } from '../scenario/suite.ts';
import { profilesOf } from './slo-files.ts';
import { scenarioDirs } from './scenario-dirs.ts';

/** The scenarios that the words of a command line stand for, validated, all before anything is touched. */
export async function loadScenarios(
  names: readonly string[],
  overrides: readonly string[],
): Promise<readonly Scenario[]> {
  const targets = await resolveTargets(names, scenarioDirs());
  return Promise.all(
    targets.map(async (target) => {
      const text = await readText(target.file);
      const all = [...target.overrides, ...overrides];
      return loadScenario({ file: target.file, text, overrides: all }, registries, await profilesOf(text, all));
    }),
  );
}
