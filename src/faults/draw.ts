import { suggest } from '../base/did-you-mean.ts';
import type { Random } from '../base/random.ts';
import { HarnessError } from '../core/errors.ts';

/** One of `candidates` by name, or any of them by seed. Throws HarnessError('unsatisfiable') when there is no such candidate. */
export function draw(what: string, wanted: string, candidates: readonly string[], random: Random): string {
  if (candidates.length === 0) {
    throw new HarnessError('unsatisfiable', `the cluster has no ${what} to choose from`, {
      hint: `Run the scenario on a cluster that has a ${what}.`,
    });
  }
  if (wanted === 'any') return random.pick([...candidates].sort());
  if (candidates.includes(wanted)) return wanted;
  throw new HarnessError('unsatisfiable', `the cluster has no ${what} "${wanted}"`, {
    hint: suggest(wanted, candidates),
  });
}

/** How a draw reads in the report. */
export function drawText(what: string, chosen: string, wanted: string, candidates: readonly string[]): string {
  return wanted === 'any' ? `${what} ${chosen} (drawn from ${candidates.length})` : `${what} ${chosen}`;
}
