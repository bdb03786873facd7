import { type Clock, sleepUntil } from '../base/clock.ts';
import { HarnessError } from '../core/errors.ts';
import type { Indicator } from '../core/indicator.ts';
import { isSample, type RequestObservation } from '../core/observation.ts';
import { ObservationLog } from '../core/observation-log.ts';
import type { Comparison } from '../core/objective.ts';
import { RequestObjects } from '../core/request-objects.ts';
import type { RunPlan } from '../core/run.ts';
import { type State, States } from '../core/states.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Recorder } from './recorder.ts';

/** How often guards look. */
const periodMs = 1000;

/** What guards look at. */
export interface Watched {
  readonly clock: Clock;
  readonly log: Pick<Recorder, 'follow'>;
  /** What was seen of the cluster's state before: all but single requests and their like. */
  readonly states: readonly State[];
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
  const states = new States();
  for (const one of watched.states) states.add(one);
  const unfollow = watched.log.follow((seen) => {
    if (seen.kind !== 'request') states.add(seen);
  });
  signal.addEventListener('abort', unfollow, { once: true });
  const looks = guards.map((guard) => {
    return { guard, window: trailingWindow(watched, states, signal, guard.indicator.reads) };
  });
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

/** What is seen from now on but for single requests and their like, for guards that begin later. */
export function statesOf(log: Watched['log']): readonly State[] {
  const states: State[] = [];
  log.follow((seen) => {
    if (!isSample(seen)) states.push(seen);
  });
  return states;
}

function judge({ rule, indicator }: RunPlan['guards'][number], window: Timeline): HarnessError | undefined {
  const measured = indicator.measure(window, ['fault']);
  if (measured.status === 'unmeasured' || !holds(measured.value, rule.comparison, rule.bound)) return undefined;
  return new HarnessError('aborted', `guard "${rule.text}" stopped the run: ${measured.evidence}`, {
    hint: 'See the report for what the cluster did; loosen the guard if this is expected.',
  });
}

/**
 * Windows that move on, each as a timeline of one phase. Requests before it are left out; states (pods, nodes) count from when
 * they were seen. What lies before one window lies before the next, and what the indicator does not read it never will: neither
 * is looked at again.
 */
function trailingWindow(
  { clock, log, streams }: Watched,
  states: States,
  signal: AbortSignal,
  reads: Indicator['reads'] = () => true,
): (startAt: number, endAt: number) => Timeline {
  const read = new Set(streams.filter(reads).map(({ id }) => id));
  const requests: RequestObservation[] = [];
  const unfollow = log.follow((seen) => {
    if (seen.kind === 'request' && read.has(seen.stream)) requests.push(seen);
  });
  signal.addEventListener('abort', unfollow, { once: true });
  return (startAt, endAt) => {
    // They come in the order in which they ended: behind the first that counts there may be some that do not, and that the phase leaves out.
    const first = requests.findIndex(({ scheduledAt }) => scheduledAt >= startAt);
    requests.splice(0, first < 0 ? requests.length : first);
    const kept = new ObservationLog(() => new RequestObjects(), states);
    for (const one of requests) kept.add(one);
    const phases = [{ name: 'fault' as const, startAt, endAt }];
    const { startedAtUnixMs } = clock;
    return { phases, marks: [], faults: [], streams, observations: kept, startedAtUnixMs, endedAt: endAt };
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
