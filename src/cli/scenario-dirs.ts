import { fileURLToPath } from 'node:url';

/** The scenarios that come with Aftershock. */
const shippedScenarios = fileURLToPath(new URL('../../scenarios', import.meta.url));

/** Where a scenario's name is looked for: the working directory's own first. */
export function scenarioDirs(): readonly string[] {
  return ['scenarios', shippedScenarios];
}
