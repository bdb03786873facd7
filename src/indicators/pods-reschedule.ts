import { percentile } from '../base/percentile.ts';
import { formatDuration } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { Reschedule } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { faultInstants } from './fault-instant.ts';
import { counted, phasesOf, unmeasured, within } from './measurement.ts';
import { findReschedules, lostAt, podsSeenUntil } from './reschedules.ts';

/** How long lost replicas were missing. */
export const podsRescheduleP50 = podsReschedule('p50', 0.5);
export const podsRescheduleP99 = podsReschedule('p99', 0.99);
export const podsRescheduleMax = podsReschedule('max', 1);

function podsReschedule(suffix: string, q: number): Indicator {
  const what = suffix === 'max' ? 'Longest time' : `${suffix.toUpperCase()} of the time`;
  return {
    name: `pods.reschedule.${suffix}`,
    summary: `${what} from the loss of a replica to its replacement being Ready.`,
    definition:
      `${what}, by nearest rank over the replicas that were lost in the phases: from the pod turning not-Ready, or being deleted if that came first, ` +
      'to Ready of its replacement, the k-th lost of an owner paired with the k-th Ready, but only with a pod that was created after its loss, and so that as many as can be are paired. Pods are told apart by UID; a pod that is Ready again ' +
      'by itself was not rescheduled. Never replaced: a lower bound up to the end of the observation. Unmeasured when no replica was lost.',
    dimension: 'duration',
    better: 'lower',
    phases: ['fault', 'recovery'],
    measure: (timeline, phaseNames) => {
      const phases = phasesOf(timeline, phaseNames);
      if ('status' in phases) return phases;
      if (faultInstants(timeline).length === 0) return unmeasured('no fault was injected');
      if (ofKind(timeline, 'pod').length === 0) return unmeasured('no pod was seen');
      const lost = findReschedules(timeline).filter((one) => within(phases, lostAt(one)));
      return lost.length === 0 ? unmeasured('no replica was lost') : quantile(lost, timeline, q);
    },
  };
}

/** The true quantile lies between that of the lower bounds and that with the unended ones at infinity. */
function quantile(lost: readonly Reschedule[], timeline: Timeline, q: number): Measurement {
  const seenUntil = podsSeenUntil(timeline);
  const took = lost.map((one) => {
    const unended = one.readyAt === undefined;
    const ms = Math.max(0, (one.readyAt ?? seenUntil) - lostAt(one));
    return { one, unended, ms };
  });
  const low = percentile(
    took.map(({ ms }) => ms),
    q,
  );
  const high = percentile(
    took.map(({ ms, unended }) => (unended ? Infinity : ms)),
    q,
  );
  const here = took.find(({ ms }) => ms === low)?.one;
  const never = took.filter(({ unended }) => unended).map(({ one }) => one.lostPod);
  const missing = never.length === 0 ? '' : `; never replaced: ${never.join(', ')}`;
  return {
    status: low === high ? 'measured' : 'censored',
    value: low,
    samples: lost.length,
    evidence: `${counted(lost.length, 'replica')} lost; ${here ? `${describe(here)}, ` : ''}${formatDuration(low)}${missing}`,
    ...(Number.isFinite(high) ? { bounds: [low, high] as const } : {}),
  };
}

function describe({ lostPod, lostNode, readyAt, replacement, replacementNode }: Reschedule): string {
  const lost = `${lostPod} on ${lostNode ?? 'no node'}`;
  if (readyAt === undefined) return `${lost} not replaced while it was observed`;
  return `${lost} replaced by ${replacement ?? 'a pod'} on ${replacementNode ?? 'no node'}`;
}
