import type { RequestObservation } from '../core/observation.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { within } from './measurement.ts';
import { ofKind } from './of-kind.ts';

/** A stream with what was seen on it. */
export interface Stream {
  readonly spec: StreamSpec;
  /** In the order in which they were due. Without what the harness asked wrongly. */
  readonly samples: readonly RequestObservation[];
  /** Denied requests that are the harness's fault: they say nothing about the cluster. */
  readonly misasked: readonly RequestObservation[];
}

const cache = new WeakMap<Timeline, { readonly seen: number; readonly streams: readonly Stream[] }>();

/**
 * The streams of a timeline, each with its samples in scheduled order (they are recorded in the order of their completion).
 * Requests of streams that the timeline does not declare are left out.
 *
 * A denied request (401, 403, 404) is the harness's fault and no sample, except when the same stream was answered well
 * before and after it and it does not lie in the baseline: then the same question was right, and the server could not
 * tell. A restarted apiserver denies what it is asked until its RBAC informers have synced (kubernetes #121635, PR #101422).
 */
export function streamsOf(timeline: Timeline): readonly Stream[] {
  const known = cache.get(timeline);
  if (known?.seen === timeline.observations.length) return known.streams;
  const samples = new Map<string, RequestObservation[]>(timeline.streams.map(({ id }) => [id, []]));
  for (const seen of ofKind(timeline, 'request')) samples.get(seen.stream)?.push(seen);
  const baseline = timeline.phases.filter(({ name }) => name === 'baseline');
  const streams = timeline.streams.map((spec) => sift(spec, samples.get(spec.id) ?? [], baseline));
  cache.set(timeline, { seen: timeline.observations.length, streams });
  return streams;
}

/** Requests that recovery is judged by: through the load balancer, and needing etcd's quorum. */
export function isCritical({ spec: { target, operation } }: Stream): boolean {
  return target.role === 'load-balancer' && (operation === 'quorum-read' || operation === 'write');
}

/** Whether the stream asks an apiserver, directly or through the load balancer. */
export function asksApi({ spec: { target } }: Stream): boolean {
  return target.role === 'load-balancer' || target.role === 'apiserver';
}

/** Samples that were due in the phases. */
export function samplesIn(stream: Stream, phases: readonly Phase[]): readonly RequestObservation[] {
  return stream.samples.filter(({ scheduledAt }) => within(phases, scheduledAt));
}

/** The streams' names for people: `lb write new, lb write reused`. */
export function namesOf(streams: readonly Stream[]): string {
  return streams.map(({ spec }) => spec.id).join(', ');
}

function sift(spec: StreamSpec, seen: RequestObservation[], baseline: readonly Phase[]): Stream {
  const sorted = seen.sort((a, b) => a.scheduledAt - b.scheduledAt);
  const firstGoodAt = sorted.find(({ good }) => good)?.scheduledAt ?? Infinity;
  const lastGoodAt = sorted.findLast(({ good }) => good)?.scheduledAt ?? -Infinity;
  const isMisasked = ({ error, scheduledAt }: RequestObservation): boolean =>
    error === 'denied' && (scheduledAt < firstGoodAt || scheduledAt > lastGoodAt || within(baseline, scheduledAt));
  const misasked = sorted.filter(isMisasked);
  return { spec, samples: misasked.length === 0 ? sorted : sorted.filter((one) => !isMisasked(one)), misasked };
}
