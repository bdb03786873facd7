import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Scenario } from '../core/scenario.ts';

/** Eight letters and digits, unlikely to be drawn twice: names of a run's objects are built from it. */
export function newRunId(): string {
  return randomBytes(4).toString('hex');
}

/** The same for the same rehearsal: whoever repeats it gets the same names. */
export function rehearsalId({ source }: Scenario, seed: number): string {
  return createHash('sha256')
    .update(JSON.stringify([source.text, source.overrides, seed]))
    .digest('hex')
    .slice(0, 8);
}

/** A seed where none was given; printed and saved, so that the draw can be repeated. */
export function newSeed(): number {
  return randomInt(1_000_000);
}
