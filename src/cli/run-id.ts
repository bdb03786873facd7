import { randomBytes, randomInt } from 'node:crypto';

/** Eight letters and digits, unlikely to be drawn twice: names of a run's objects are built from it. */
export function newRunId(): string {
  return randomBytes(4).toString('hex');
}

/** A seed where none was given; printed and saved, so that the draw can be repeated. */
export function newSeed(): number {
  return randomInt(1_000_000);
}
