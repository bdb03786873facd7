import type { FaultRecord, InjectionRecord, Timeline } from '../core/timeline.ts';
import { badSince, firstBadAt } from './outages.ts';
import { streamsOf } from './streams.ts';

/** When something happened: the point that is reckoned with, and the bracket it surely lies in. */
export interface Instant {
  readonly at: number;
  readonly fromAt: number;
  readonly toAt: number;
}

export interface FaultInstant extends Instant {
  readonly fault: FaultRecord;
}

/** An outage is charged to the earliest fault that began within so long before it. */
export const chargedWithinMs = 30_000;

/**
 * When each fault struck (t_f), earliest first. A fault of which nothing was applied did not strike; one whose injections follow
 * each other in turn, as restarts of one apiserver after the other, strikes anew with each that comes `chargedWithinMs` after the
 * one before was confirmed, or later.
 *
 * The bracket is [earliest applied, latest injected] over a strike's injections. The point is the latest injected, or the first
 * bad request of any stream (the control stream excepted) inside the bracket, whichever is earlier: a fault is not later
 * than its first effect, and our own wait for the confirmation must not be taken off the outage. `appliedAt` is noted when
 * the applier answers, and a request may have been under way: so when a stream is already bad as the bracket begins, the
 * bracket is moved back to where that run of bad requests began, though not before the fault phase, nor before the
 * bracket of the fault before it ended, nor before the fault's own strike before it was proven: only then was the next one
 * asked for. Moving it back only ever makes a recovery longer.
 */
export function faultInstants(timeline: Timeline): readonly FaultInstant[] {
  const phaseStartAt = timeline.phases.find(({ name }) => name === 'fault')?.startAt ?? 0;
  const brackets = timeline.faults.flatMap(strikesOf).sort((a, b) => a.fromAt - b.fromAt);
  let notBefore = phaseStartAt;
  return brackets.map(({ fault, fromAt: appliedAt, toAt, askedFrom }) => {
    const fromAt = Math.min(appliedAt, Math.max(notBefore, askedFrom, firstBadBefore(timeline, appliedAt)));
    notBefore = Math.max(notBefore, toAt);
    return { fault, fromAt, toAt, at: Math.min(toAt, firstBadFrom(timeline, fromAt)) };
  });
}

/**
 * The fault that an outage is charged to. With several faults, one that begins at `startAt` is charged to the earliest of
 * those that struck within `chargedWithinMs` before it, else to the latest before it: what several faults may have caused
 * is measured from the first of them, and what comes minutes later is not the first one's. One that began before all
 * faults and lasted into them is charged to the first.
 */
export function chargedTo(faults: readonly FaultInstant[], startAt: number): FaultInstant | undefined {
  const before = faults.filter(({ fromAt }) => fromAt <= startAt);
  return before.find(({ toAt }) => startAt - toAt < chargedWithinMs) ?? before.at(-1) ?? faults[0];
}

/**
 * From where what began at `startAt` is measured: from what it is charged to, but from its own beginning when that came
 * `chargedWithinMs` later or more: what is short and comes at the end of a long fault did not last since the fault (decision 5).
 */
export function measuredFrom(struck: Instant, startAt: number): Instant {
  // From the confirmation, which no request moves: one more bad request must not turn a long recovery into a late outage.
  const isLate = startAt - struck.toAt >= chargedWithinMs;
  return isLate ? { at: startAt, fromAt: startAt, toAt: startAt } : struck;
}

/**
 * When the last injection was healed (t_heal): `healedAt`, or `goneAt` where the applier said no more. The bracket begins
 * where that heal was asked for. A text, why not, when something is not known to be healed.
 */
export function healInstant(timeline: Timeline): Instant | string {
  let last: Instant | undefined;
  for (const fault of timeline.faults) {
    for (const injection of fault.injections) {
      const at = injection.healedAt ?? injection.goneAt;
      if (at === undefined) {
        if (wasApplied(injection)) return `"${fault.name}" was not seen to be healed (${injection.name})`;
        continue;
      }
      if (last === undefined || at > last.at) last = { at, fromAt: Math.min(at, injection.healingAt ?? at), toAt: at };
    }
  }
  return last ?? 'no fault was injected';
}

/** The injections of a fault that are one strike. */
interface Strike {
  readonly fault: FaultRecord;
  readonly fromAt: number;
  toAt: number;
  /** It was not asked for before. */
  readonly askedFrom: number;
  /** When the last of them was proven; until it is, the next is not asked for. */
  provedAt: number;
}

/** The strikes of a fault: injections that follow the ones before within `chargedWithinMs` are one. */
function strikesOf(fault: FaultRecord): readonly Strike[] {
  const applied = fault.injections
    .flatMap(({ appliedAt, injectedAt, provedAt }) => {
      const fromAt = appliedAt ?? injectedAt;
      if (fromAt === undefined) return [];
      const toAt = Math.max(fromAt, injectedAt ?? fromAt);
      return { fromAt, toAt, provedAt: Math.max(toAt, provedAt ?? toAt) };
    })
    .sort((a, b) => a.fromAt - b.fromAt);
  const strikes: Strike[] = [];
  for (const one of applied) {
    const last = strikes.at(-1);
    if (last === undefined || one.fromAt - last.toAt >= chargedWithinMs) {
      const askedFrom = last === undefined || last.provedAt > one.fromAt ? 0 : last.provedAt;
      strikes.push({ fault, ...one, askedFrom });
    } else {
      last.toAt = Math.max(last.toAt, one.toAt);
      last.provedAt = Math.max(last.provedAt, one.provedAt);
    }
  }
  return strikes;
}

function wasApplied({ appliedAt, injectedAt }: InjectionRecord): boolean {
  return appliedAt !== undefined || injectedAt !== undefined;
}

function firstBadBefore(timeline: Timeline, at: number): number {
  return Math.min(at, ...probing(timeline).map(({ samples }) => badSince(samples, at) ?? at));
}

function firstBadFrom(timeline: Timeline, at: number): number {
  return Math.min(Infinity, ...probing(timeline).map(({ samples }) => firstBadAt(samples, at) ?? Infinity));
}

function probing(timeline: Timeline): ReturnType<typeof streamsOf> {
  return streamsOf(timeline).filter(({ spec }) => spec.target.role !== 'null');
}
