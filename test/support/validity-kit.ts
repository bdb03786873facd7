import type { ClusterFacts } from '../../src/core/cluster.ts';
import type { ValidityCheck } from '../../src/core/objective.ts';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import type { HarnessRecord } from '../../src/core/run.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { validityOf } from '../../src/judge/validity.ts';
import { recordOf, scenarioOf, wholeTimeline } from './run-builder.ts';

export const sound = wholeTimeline([[31_000, 43_000]]);
interface Beside {
  readonly harness?: Partial<HarnessRecord>;
  readonly topology?: ClusterFacts['topology'];
}
export const checksOf = (
  timeline: Timeline,
  more: Parameters<typeof scenarioOf>[0] = {},
  beside: Beside = {},
): readonly ValidityCheck[] => {
  const { harness, facts } = recordOf(timeline);
  const { topology = facts.topology } = beside;
  return validityOf(timeline, { ...harness, ...beside.harness }, scenarioOf(more), topology);
};
export const check = (
  name: string,
  timeline: Timeline,
  more: Parameters<typeof scenarioOf>[0] = {},
  beside: Beside = {},
): ValidityCheck | undefined => checksOf(timeline, more, beside).find((one) => one.check === name);

/** The timeline with each request changed as `change` says. */
export const changed = (change: (one: RequestObservation) => Partial<RequestObservation> | undefined): Timeline => ({
  ...sound,
  observations: [...sound.observations].map(
    (one): Observation => (one.kind === 'request' ? { ...one, ...change(one) } : one),
  ),
});
export const without = (leaveOut: (one: RequestObservation) => boolean): Timeline => ({
  ...sound,
  observations: [...sound.observations].filter((one) => one.kind !== 'request' || !leaveOut(one)),
});
export const badOn = (stream: string, from: number, to: number): Timeline =>
  changed((one) =>
    one.stream === stream && one.scheduledAt >= from && one.scheduledAt < to
      ? { good: false, error: 'reset' }
      : undefined,
  );
