import { logOf } from '../core/observation-log.ts';
import type { RequestSample } from '../core/request-store.ts';
import type { Requests } from '../core/requests.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Phase } from '../core/timeline.ts';
import { dueIn, isDueIn } from './in-order.ts';
import { within } from './measurement.ts';
import { perTimeline } from './per-timeline.ts';

/** A stream with what was seen on it, in the order in which it was due. */
export interface Stream {
  readonly spec: StreamSpec;
  /** What tells of the cluster: all but `misasked`. */
  readonly samples: Requests;
  /** Denied requests that may be the harness's own fault: what would have come of the right question is not known. */
  readonly misasked: Requests;
  /** Both. */
  readonly asked: Requests;
}

/**
 * The streams of a timeline, each with its samples in scheduled order (they are recorded in the order of their completion).
 * Requests of streams that the timeline does not declare are left out.
 *
 * A denied request (401, 403, 404) on a stream that was answered well and never denied in the baseline is a bad sample like
 * any other: the question is known to be right, and a restarted apiserver denies what it is asked until its RBAC informers
 * have synced (kubernetes #121635, PR #101422). Without such a baseline, or when nothing but denials comes any more until
 * the end of the run (credentials that expired look the same), it may be the harness that asks wrongly: decision 4.
 * A timeline without a baseline, as a guard sees it, holds nothing against the harness. In a run that only observes, what
 * came before the first denial is the baseline.
 */
export const streamsOf = perTimeline((timeline): readonly Stream[] => {
  const log = logOf(timeline.observations);
  const baseline = timeline.phases.filter(({ name }) => name === 'baseline');
  const observes = timeline.phases.some(({ name }) => name === 'observation');
  return timeline.streams.map(
    (spec) => new Sifted(spec, () => log.requests(spec.id), observes ? 'until denied' : baseline),
  );
});

/** Requests that recovery is judged by: through the load balancer, and needing etcd's quorum. */
export function isCritical({ spec: { target, operation } }: Pick<Stream, 'spec'>): boolean {
  return target.role === 'load-balancer' && (operation === 'quorum-read' || operation === 'write');
}

/** Whether the stream asks an apiserver, directly or through the load balancer. */
export function asksApi({ spec: { target } }: Stream): boolean {
  return target.role === 'load-balancer' || target.role === 'apiserver';
}

/** Samples that were due in the phases. */
export function samplesIn(stream: Stream, phases: readonly Phase[]): Requests {
  return dueIn(stream.samples, phases);
}

/** All requests that were due in the phases, whatever they tell. */
export function askedIn(stream: Stream, phases: readonly Phase[]): Requests {
  return dueIn(stream.asked, phases);
}

/** The streams that have no request in one of the phases, though at least one was due: what the others say does not speak for it. */
export function silentIn(streams: readonly Stream[], phases: readonly Phase[]): readonly Stream[] {
  return streams.filter((stream) =>
    phases.some((phase) => phase.endAt - phase.startAt > stream.spec.periodMs && !isDueIn(stream.asked, phase)),
  );
}

/** What may have been asked wrongly of the streams in the phases, in words; undefined when nothing was. */
export function doubtIn(streams: readonly Stream[], phases: readonly Phase[]): string | undefined {
  const doubted = streams.filter(({ misasked }) => misasked.some(({ scheduledAt }) => within(phases, scheduledAt)));
  return doubted.length === 0 ? undefined : `the harness may have asked wrongly: it was denied on ${namesOf(doubted)}`;
}

/** Why these streams do not tell all of the phases; undefined when they do. */
export function gapIn(streams: readonly Stream[], phases: readonly Phase[]): string | undefined {
  const silent = silentIn(streams, phases);
  return doubtIn(streams, phases) ?? (silent.length === 0 ? undefined : `no request was seen on ${namesOf(silent)}`);
}

/** The streams' names for people: `lb write new, lb write reused`. */
export function namesOf(streams: readonly Stream[]): string {
  return streams.map(({ spec }) => spec.id).join(', ');
}

/** Which of a stream's first requests show whether the harness may ask: those due in these phases, or all before it is first denied. */
type Shown = readonly Phase[] | 'until denied';

/** Sifted when it is first looked at: a guard looks each second, and at few of them. */
class Sifted implements Stream {
  readonly spec: StreamSpec;
  readonly #seen: () => Requests;
  readonly #baseline: Shown;
  #found: Omit<Stream, 'spec'> | undefined;

  constructor(spec: StreamSpec, seen: () => Requests, baseline: Shown) {
    this.spec = spec;
    this.#seen = seen;
    this.#baseline = baseline;
  }

  get samples(): Requests {
    return this.#sifted().samples;
  }

  get misasked(): Requests {
    return this.#sifted().misasked;
  }

  get asked(): Requests {
    return this.#sifted().asked;
  }

  #sifted(): Omit<Stream, 'spec'> {
    this.#found ??= sift(this.#seen(), this.#baseline);
    return this.#found;
  }
}

function sift(asked: Requests, shown: Shown): Omit<Stream, 'spec'> {
  const baseline = shown === 'until denied' ? answeredFirst(asked) : dueIn(asked, shown);
  const hasBaseline = shown.length > 0;
  const mayAsk = !hasBaseline || wasAnsweredWell(baseline);
  const fromAt = mayAsk && hasBaseline ? deniedFrom(asked) : Infinity;
  // As nearly always: none of them needs to be looked at.
  if (mayAsk && fromAt === Infinity) return { asked, misasked: asked.slice(0, 0), samples: asked };
  const isMisasked = (one: RequestSample): boolean => isDenied(one) && (!mayAsk || one.scheduledAt >= fromAt);
  const misasked = asked.filter(isMisasked);
  return { asked, misasked, samples: misasked.length === 0 ? asked : asked.filter((one) => !isMisasked(one)) };
}

function answeredFirst(asked: Requests): Requests {
  const denied = asked.findIndex(isDenied);
  return denied === -1 ? asked : asked.slice(0, denied);
}

function wasAnsweredWell(baseline: Requests): boolean {
  return baseline.some(({ good }) => good) && !baseline.some(isDenied);
}

/** From when on every request was denied, to the last one; Infinity when the last one was not. */
function deniedFrom(asked: Requests): number {
  const lastOther = asked.findLastIndex((one) => !isDenied(one));
  return asked.dueAt(lastOther + 1);
}

function isDenied({ error }: RequestSample): boolean {
  return error === 'denied';
}
