import { percentile } from '../base/percentile.ts';
import { formatDuration } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { CanaryObservation } from '../core/observation.ts';
import type { Timeline } from '../core/timeline.ts';
import { counted, phasesOf, unmeasured, within } from './measurement.ts';
import { blindAtEnd, blindWindows } from './watch-sight.ts';

/** Below this a percentile of starts says nothing. */
const leastStarts = 10;

type Stage = CanaryObservation['stage'];
interface Canary {
  readonly name: string;
  readonly at: Partial<Record<Stage, number>>;
}

/** How long the cluster took to start a pod. */
export const podsStartP99: Indicator = {
  name: 'pods.start.p99',
  summary: 'P99 of how long a small pod took from being asked for to its container running.',
  definition:
    'The harness creates a small pod every few seconds through all phases. P99 by nearest rank over those that were asked for in the phases and acknowledged, from the request to a watch ' +
    'showing its container started, no image pulled (SIG Scalability’s pod startup). One that did not start counts as lasting to its removal, or the end: a lower bound. ' +
    `At least ${leastStarts}, else unmeasured. Requests that the API did not acknowledge are no starts.`,
  dimension: 'duration',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const all = canariesOf(timeline);
    if (all.length === 0) return unmeasured('no canary pod was asked for');
    const asked = all.filter(({ at }) => at.asked !== undefined && within(phases, at.asked));
    const created = asked.filter(({ at }) => at.created !== undefined || at.started !== undefined);
    if (created.length < leastStarts) {
      return unmeasured(
        `n too small: ${counted(created.length, 'canary pod')} in the phases, ${leastStarts} are needed`,
      );
    }
    return p99(created, Math.max(...phases.map(({ endAt }) => endAt)), timeline);
  },
};

function p99(created: readonly Canary[], endAt: number, timeline: Timeline): Measurement {
  const seenUntil = blindAtEnd(blindWindows(timeline, 'canaries'), timeline.endedAt)?.fromAt ?? timeline.endedAt;
  const took = created.map((canary) => {
    const { asked = 0, started, ended } = canary.at;
    const until = started ?? Math.min(ended ?? Math.max(endAt, seenUntil), Math.max(asked, seenUntil));
    return { canary, ms: until - asked, isOpen: started === undefined };
  });
  const value = percentile(
    took.map(({ ms }) => ms),
    0.99,
  );
  const high = percentile(
    took.map(({ ms, isOpen }) => (isOpen ? Infinity : ms)),
    0.99,
  );
  const open = took.filter(({ isOpen }) => isOpen).length;
  const worst = took.find(({ ms }) => ms === value)?.canary;
  const never = open === 0 ? '' : `; ${counted(open, 'pod')} not started while it was watched`;
  return {
    status: Number.isFinite(high) ? 'measured' : 'censored',
    value,
    samples: created.length,
    evidence: `${counted(created.length, 'canary pod')}${worst === undefined ? '' : `; ${wayOf(worst)}`}${never}`,
    ...(Number.isFinite(high) ? { bounds: [value, high] as const } : {}),
  };
}

/** The stations of a canary, with how long each took. */
function wayOf({ name, at }: Canary): string {
  const stations = (['created', 'scheduled', 'sandbox', 'started', 'ready'] as const).flatMap((stage) => {
    const then = at[stage];
    return then === undefined ? [] : [`${stage} +${formatDuration(then - (at.asked ?? then))}`];
  });
  return `${name}: ${stations.join(', ')}`;
}

function canariesOf(timeline: Timeline): readonly Canary[] {
  const byName = new Map<string, Partial<Record<Stage, number>>>();
  for (const { name, stage, at } of ofKind(timeline, 'canary')) {
    const stations = byName.get(name) ?? {};
    byName.set(name, { ...stations, [stage]: Math.min(stations[stage] ?? Infinity, at) });
  }
  return [...byName].map(([name, at]) => ({ name, at }));
}
