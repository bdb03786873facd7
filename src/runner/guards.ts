import { type Clock, sleepUntil } from '../base/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { Comparison } from '../core/objective.ts';
import type { RunPlan } from '../core/run.ts';
import type { Timeline } from '../core/timeline.ts';

/** How often guards look. */
const periodMs = 1000;

/** What guards look at. */
export interface Watched {
  readonly clock: Clock;
  readonly observations: readonly Observation[];
  readonly streams: Timeline['streams'];
}

/**
 * Looks each second whether an indicator, measured over the rule's trailing window, is beyond its bound; resolves with
 * the reason to stop, or with undefined when the signal aborts. A rule is judged once its whole window lies after `now`:
 * the baseline must not dilute it. What cannot be measured stops nothing. Rejects when an indicator has a bug.
 */
export async function watchGuards(
  guards: RunPlan['guards'],
  watched: Watched,
  signal: AbortSignal,
): Promise<HarnessError | undefined> {
  if (guards.length === 0) return undefined;
  const { clock } = watched;
  const startAt = clock.now();
  for (let at = startAt + periodMs; ; at = Math.max(at + periodMs, clock.now())) {
    await sleepUntil(clock, at, signal);
    if (signal.aborted) return undefined;
    const now = clock.now();
    for (const guard of guards) {
      const beyond = now - startAt >= guard.rule.forMs ? judge(guard, watched, now) : undefined;
      if (beyond !== undefined) return beyond;
    }
  }
}

function judge(guard: RunPlan['guards'][number], watched: Watched, now: number): HarnessError | undefined {
  const { rule, indicator } = guard;
  const measured = indicator.measure(trailing(watched, now - rule.forMs, now), ['fault']);
  if (measured.status === 'unmeasured' || !holds(measured.value, rule.comparison, rule.bound)) return undefined;
  return new HarnessError('aborted', `guard "${rule.text}" stopped the run: ${measured.evidence}`, {
    hint: 'See the report for what the cluster did; loosen the guard if this is expected.',
  });
}

/** The window as a timeline of one phase. Requests outside are left out; states (pods, nodes) count from when they were seen. */
function trailing(watched: Watched, startAt: number, endAt: number): Timeline {
  return {
    phases: [{ name: 'fault', startAt, endAt }],
    marks: [],
    faults: [],
    streams: watched.streams,
    observations: watched.observations.filter((seen) => seen.kind !== 'request' || seen.scheduledAt >= startAt),
    startedAtUnixMs: watched.clock.startedAtUnixMs,
    endedAt: endAt,
  };
}

function holds(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}
