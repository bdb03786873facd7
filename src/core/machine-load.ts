import { formatRatio } from '../base/quantity.ts';
import type { MachineObservation } from './observation.ts';
import { type Observations, ofKind } from './observation-log.ts';
import type { Phase } from './timeline.ts';

/** What the processors did on average, as shares of their time. */
export interface MachineLoad {
  readonly idle: number;
  /** Undefined where the system does not tell. */
  readonly stolen: number | undefined;
}

/** Less idle than this, and what is slow may be slow because it waits for a processor. */
const leastIdle = 0.1;
/** More stolen than this, and the machine is a slower one than it seems. */
const mostStolen = 0.05;

/**
 * The mean of the looks in the phases, each weighed by its length; undefined without any. A look tells of the time before it: one at a
 * phase’s end is that phase’s.
 */
export function loadIn(observations: Observations, phases: readonly Phase[]): MachineLoad | undefined {
  const looks = ofKind({ observations }, 'machine').filter(({ at }) =>
    phases.some(({ startAt, endAt }) => at > startAt && at <= endAt),
  );
  const mean = (own: readonly MachineObservation[], of: (look: MachineObservation) => number): number | undefined => {
    const ms = own.reduce((sum, { from, at }) => sum + at - from, 0);
    return ms > 0 ? own.reduce((sum, look) => sum + of(look) * (look.at - look.from), 0) / ms : undefined;
  };
  const idle = mean(looks, (look) => look.idle);
  if (idle === undefined) return undefined;
  const telling = looks.filter(({ stolen }) => stolen !== undefined);
  return { idle, stolen: mean(telling, ({ stolen = 0 }) => stolen) };
}

/** Whether what was slow may have been slow for want of a processor. */
export function isShort({ idle, stolen = 0 }: MachineLoad): boolean {
  return idle < leastIdle || stolen > mostStolen;
}

/** `this machine’s processors were idle for 12% of the time, and 29% of it was taken by its host`. */
export function loadText({ idle, stolen }: MachineLoad): string {
  const taken = stolen === undefined ? '' : `, and ${percent(stolen)} of it was taken by its host`;
  return `this machine’s processors were idle for ${percent(idle)} of the time${taken}`;
}

function percent(share: number): string {
  return formatRatio(Math.round(share * 100) / 100);
}
