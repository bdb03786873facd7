import { formatDuration } from '../base/quantity.ts';
import type { JudgedPhase, Measurement } from '../core/indicator.ts';
import type { Phase, Timeline } from '../core/timeline.ts';

/** The answer where there is no number, and why. */
export function unmeasured(reason: string): Extract<Measurement, { status: 'unmeasured' }> {
  return { status: 'unmeasured', reason };
}

/**
 * The named phases in their order; unmeasured when one of them is not on the timeline, or none is named. A run that only
 * observes has one phase, which stands for whichever are named.
 */
export function phasesOf(
  timeline: Timeline,
  names: readonly JudgedPhase[],
): readonly Phase[] | Extract<Measurement, { status: 'unmeasured' }> {
  const observation = timeline.phases.filter(({ name }) => name === 'observation');
  if (observation.length > 0 && names.length > 0) return observation;
  const missing = names.filter((name) => !timeline.phases.some((phase) => phase.name === name));
  if (missing.length > 0) return unmeasured(`the run has no ${missing.join(' and no ')} phase`);
  if (names.length === 0) return unmeasured('no phase was named');
  return timeline.phases.filter(({ name }) => names.some((wanted) => wanted === name));
}

/** Whether an instant lies in one of the phases; a phase holds its start, not its end. */
export function within(phases: readonly Phase[], at: number): boolean {
  return phases.some(({ startAt, endAt }) => at >= startAt && at < endAt);
}

/** The phase in which nothing is broken yet: what comes later is compared with it. An observation begins with it. */
export function isFirstPhase({ name }: Phase): boolean {
  return name === 'baseline' || name === 'observation';
}

/** An instant for people, as an offset in the run. */
export function atText(at: number): string {
  return `at ${formatDuration(at)}`;
}

/** `1 request`, `2 requests`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
