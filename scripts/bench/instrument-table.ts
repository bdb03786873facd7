import type { RequestObservation } from '../../src/core/observation.ts';
import { streamOutages } from '../../src/indicators/outages.ts';
import { requestsOf } from '../../test/support/requests-of.ts';
import { printTable } from './print-table.ts';

export const periodMs = 100;
export const stallMs = 1000;

/** A fault that was made, by the clock of the run. */
export interface Truth {
  readonly fault: string;
  readonly fromAt: number;
  readonly toAt: number;
}

/** A fault that was made, as often as the script says, and whether nothing else disturbed it. */
export interface Trial {
  readonly truths: readonly Truth[];
  readonly quiet: boolean;
}

type Seen = readonly RequestObservation[];

/** Prints what was true and what was measured; whether all of it is right. */
export function reportInstrument(seen: Seen, trials: readonly Trial[], stall: Truth): boolean {
  const of = (id: string): Seen => seen.filter((one) => one.stream === `${id} readyz new`);
  const outages = streamOutages(requestsOf(of('cp-1')));
  const rows = trials.flatMap(({ truths, quiet }) => truths.map((truth) => rowOf(truth, quiet, outages)));
  printTable(['fault', 'true', 'measured', 'error at the edges', '', 'seen as'], rows);
  console.log();
  const truths = trials.flatMap((trial) => trial.truths);
  return [rows.every((row) => row[4] === 'ok'), isThird(of('lb'), truths), isNoticed(seen, stall)].every(Boolean);
}

/** All outages that touch the fault, so that one that was torn apart shows. */
function rowOf({ fault, fromAt, toAt }: Truth, quiet: boolean, outages: ReturnType<typeof streamOutages>): string[] {
  const found = outages.filter(({ startAt, endAt }) => startAt < toAt + periodMs && endAt > fromAt - periodMs);
  const [one] = found;
  const error = one === undefined ? Infinity : Math.max(Math.abs(one.startAt - fromAt), Math.abs(one.endAt - toAt));
  const isRight = found.length === 1 && error <= periodMs;
  const lengths = found.map(({ startAt, endAt }) => `${(endAt - startAt).toFixed(0)} ms`);
  return [
    fault,
    `${(toAt - fromAt).toFixed(0)} ms`,
    lengths.length === 0 ? 'not seen' : lengths.join(' + '),
    `${error.toFixed(0)} ms`,
    isRight ? 'ok' : quiet ? 'WRONG' : 'in doubt: the machine was busy',
    one === undefined ? '' : Object.keys(one.errors).join(', '),
  ];
}

/** One dead server of three behind a balancer without health checks is every third request. */
function isThird(balanced: Seen, truths: readonly Truth[]): boolean {
  const due = balanced.filter(({ scheduledAt }) =>
    truths.some(({ fromAt, toAt }) => scheduledAt >= fromAt && scheduledAt < toAt),
  );
  const bad = due.filter(({ good }) => !good).length;
  // Each fault begins and ends anywhere in the round of three.
  const right = Math.abs(bad - due.length / 3) <= truths.length;
  const told = `${bad} of ${due.length} requests bad, a third would be ${(due.length / 3).toFixed(0)}`;
  console.log(`one of three dead behind a balancer: ${told}: ${right ? 'ok' : 'WRONG'}`);
  return right;
}

function isNoticed(seen: Seen, { fromAt, toAt }: Truth): boolean {
  const late = seen.filter(({ scheduledAt }) => scheduledAt >= fromAt - periodMs && scheduledAt < toAt);
  const worst = Math.max(0, ...late.map(({ sentAt, scheduledAt }) => sentAt - scheduledAt));
  const onNull = late.filter((one) => one.stream.startsWith('null') && !one.good).length;
  const noticed = worst > 0.8 * stallMs && onNull > 1;
  const told = `lateness ${worst.toFixed(0)} ms, ${onNull} bad in a row on the control stream`;
  console.log(`a stall of ${stallMs} ms of the harness: ${told}: ${noticed ? 'noticed' : 'MISSED'}`);
  return noticed;
}
