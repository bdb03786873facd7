import { type Clock, sleepUntil } from '../base/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Observation } from '../core/observation.ts';
import { logOf } from '../core/observation-log.ts';
import type { Comparison } from '../core/objective.ts';
import type { RunPlan } from '../core/run.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Recorder } from './recorder.ts';

/** How often guards look. */
const periodMs = 1000;

/** What guards look at. */
export interface Watched {
  readonly clock: Clock;
  readonly log: Pick<Recorder, 'follow'>;
  /** What was seen of the cluster's state before: all but single requests and their like. */
  readonly states: readonly Observation[];
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
  const looks = guards.map((guard) => ({ guard, window: trailingWindow(watched, signal, guard.indicator.reads) }));
  for (let at = startAt + periodMs; ; at = Math.max(at + periodMs, clock.now())) {
    await sleepUntil(clock, at, signal);
    if (signal.aborted) return undefined;
    const now = clock.now();
    for (const { guard, window } of looks) {
      const { forMs } = guard.rule;
      const beyond = now - startAt >= forMs ? judge(guard, window(now - forMs, now)) : undefined;
      if (beyond !== undefined) return beyond;
    }
  }
}

function judge({ rule, indicator }: RunPlan['guards'][number], window: Timeline): HarnessError | undefined {
  const measured = indicator.measure(window, ['fault']);
  if (measured.status === 'unmeasured' || !holds(measured.value, rule.comparison, rule.bound)) return undefined;
  return new HarnessError('aborted', `guard "${rule.text}" stopped the run: ${measured.evidence}`, {
    hint: 'See the report for what the cluster did; loosen the guard if this is expected.',
  });
}

/**
 * Windows that move on, each as a timeline of one phase. States (pods, nodes) count from when they were seen; requests that are due
 * before a window are left out by its phase, and forgotten once there are more of them than of others. What the indicator does not
 * read is not kept.
 */
function trailingWindow(
  { clock, log: recorded, streams, states: before }: Watched,
  signal: AbortSignal,
  reads: Indicator['reads'] = () => true,
): (startAt: number, endAt: number) => Timeline {
  const read = new Set(streams.filter(reads).map(({ id }) => id));
  let log = logOf([...before]);
  let kept = 0;
  const unfollow = recorded.follow((seen) => {
    if (seen.kind !== 'request' || read.has(seen.stream)) log.add(seen);
  });
  signal.addEventListener('abort', unfollow, { once: true });
  return (startAt, endAt) => {
    if (log.length - log.states.length > 2 * kept) {
      log = logOf([...log].filter((seen) => seen.kind !== 'request' || seen.scheduledAt >= startAt));
      kept = log.length - log.states.length;
    }
    const phases = [{ name: 'fault' as const, startAt, endAt }];
    const { startedAtUnixMs } = clock;
    return { phases, marks: [], faults: [], streams, observations: log, startedAtUnixMs, endedAt: endAt };
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
