import { fileURLToPath } from 'node:url';
import type { Scenario } from '../core/scenario.ts';
import { readText } from '../scenario/find.ts';
import { loadScenario } from '../scenario/load.ts';
import { registries } from '../scenario/registries.ts';
import { resolveTargets } from '../scenario/suite.ts';

/** The scenarios that come with Aftershock. */
export const shippedScenarios = fileURLToPath(new URL('../../scenarios', import.meta.url));

/** Where a scenario's name is looked for: the working directory's own first. */
export function scenarioDirs(): readonly string[] {
  return ['scenarios', shippedScenarios];
}

/** The scenarios that the words of a command line stand for, validated, all before anything is touched. */
export async function loadScenarios(
  names: readonly string[],
  overrides: readonly string[],
): Promise<readonly Scenario[]> {
  const targets = await resolveTargets(names, scenarioDirs());
  return Promise.all(
    targets.map(async (target) =>
      loadScenario(
        { file: target.file, text: await readText(target.file), overrides: [...target.overrides, ...overrides] },
        registries,
      ),
    ),
  );
}
