import type { Indicator, Measurement } from '../core/indicator.ts';
import type { WorkloadObservation } from '../core/observation.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { formatDuration } from '../base/quantity.ts';
import { ofKind } from '../core/observation-log.ts';
import { atText, phasesOf, unmeasured } from './measurement.ts';
import { momentAt, type PodLife, podLives } from './pod-lives.ts';
import { blindAtEnd, blindWindows } from './watch-sight.ts';

/** A phase may begin so long before the first sight of the workload. */
const lateMs = 5000;

/** How much capacity was missing, and how long. */
export const podsDeficit: Indicator = {
  name: 'pods.deficit',
  summary: 'Replicas missing, multiplied by how long they were.',
  definition:
    'The integral over the phases of max(0, desired - Ready), summed over the workloads: a replica counts while a pod of the workload is Ready and not told to end. ' +
    'Depth and length count alike, and no pairing of lost pods with new ones is needed. What the API shows as Ready counts as Ready, also on a node that is already dead.',
  dimension: 'replica-seconds',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const workloads = workloadsOf(timeline);
    if (workloads.length === 0) return unmeasured('no workload was seen');
    const unseen = phases.find(({ startAt }) => workloads.some((one) => (one[0]?.at ?? Infinity) > startAt + lateMs));
    if (unseen !== undefined)
      return unmeasured(`the workload was first seen long after the ${unseen.name} phase began`);
    const wasWatched = ofKind(timeline, 'watch').some(
      ({ resource, state }) => resource === 'pods' && state === 'seeing',
    );
    if (!wasWatched && ofKind(timeline, 'pod').length === 0)
      return unmeasured('no pod was seen, nor any watch of them');
    return deficit(timeline, phases, workloads);
  },
};

type Workload = readonly WorkloadObservation[];

function deficit(timeline: Timeline, phases: readonly Phase[], workloads: readonly Workload[]): Measurement {
  const lives = podLives(timeline);
  const turns = [...lives.flatMap(({ moments }) => moments), ...workloads.flat()].map(({ at }) => at);
  const lastAt = Math.max(...phases.map((phase) => phase.endAt));
  const blind = blindAtEnd(blindWindows(timeline, 'pods'), lastAt);
  const stretches = phases.flatMap((phase) => {
    // What was missing as the watch went blind for good may have been replaced at once: a lower bound ends there.
    const endAt = Math.min(phase.endAt, blind?.fromAt ?? phase.endAt);
    if (endAt <= phase.startAt) return [];
    // The first list of pods comes a moment after that of the workloads: until then they are unknown, not missing.
    const firstPodAt = lives[0]?.firstSeenAt ?? phase.startAt;
    const startAt = firstPodAt <= phase.startAt + lateMs ? Math.max(phase.startAt, firstPodAt) : phase.startAt;
    const edges = [...new Set([startAt, ...turns.filter((at) => at > startAt && at < endAt), endAt])].sort(
      (a, b) => a - b,
    );
    return edges.slice(0, -1).map(
      (at, i): Stretch => ({
        at,
        lastsMs: (edges[i + 1] ?? at) - at,
        missing: workloads.reduce((total, workload) => total + missingOf(workload, lives, at), 0),
      }),
    );
  });
  const depth = depthText(stretches);
  return {
    status: blind === undefined ? 'measured' : 'censored',
    value: stretches.reduce((sum, { missing, lastsMs }) => sum + (missing * lastsMs) / 1000, 0),
    samples: turns.length,
    evidence: depth + (blind === undefined ? '' : `; pods were not seen from ${formatDuration(blind.fromAt)} on`),
  };
}

/** A stretch of time in which as many replicas were missing. */
interface Stretch {
  readonly at: number;
  readonly lastsMs: number;
  readonly missing: number;
}

function depthText(stretches: readonly Stretch[]): string {
  const short = stretches.filter(({ missing }) => missing > 0);
  if (short.length === 0) return 'no replica was missing';
  const worst = short.reduce((most, one) => (one.missing > most.missing ? one : most));
  const anyMs = short.reduce((sum, { lastsMs }) => sum + lastsMs, 0);
  return `up to ${worst.missing} missing (${atText(worst.at)}), any for ${formatDuration(anyMs)}`;
}

function workloadsOf(timeline: Timeline): readonly Workload[] {
  const byName = new Map<string, WorkloadObservation[]>();
  for (const one of ofKind(timeline, 'workload')) {
    const key = `${one.namespace}/${one.name}`;
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  return [...byName.values()].map((seen) => seen.sort((a, b) => a.at - b.at));
}

function missingOf(workload: Workload, lives: readonly PodLife[], at: number): number {
  // Before its first sight a workload is taken to have been as it was seen first.
  const state = workload.findLast((one) => one.at <= at) ?? workload[0];
  if (state === undefined) return 0;
  const ready = lives.filter((pod) => belongs(pod, state) && momentAt(pod, at)?.ready === true).length;
  return Math.max(0, state.desired - ready);
}

function belongs(pod: PodLife, { namespace, selector }: WorkloadObservation): boolean {
  return pod.namespace === namespace && Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
}
