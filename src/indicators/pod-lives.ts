import { ofKind } from '../core/observation-log.ts';
import type { PodObservation } from '../core/observation.ts';
import type { Timeline } from '../core/timeline.ts';
import { type BlindWindow, blindWindows, missedIn } from './watch-sight.ts';

/** What a pod was from an instant on. */
export interface PodMoment {
  readonly at: number;
  readonly ready: boolean;
  readonly pending: boolean;
  /** Told to end, or gone. */
  readonly leaving: boolean;
}

/** A pod from its first sight to its last. */
export interface PodLife {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly ownerUid: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** The node it was put on, once it was. */
  readonly node: string | undefined;
  readonly firstSeenAt: number;
  readonly scheduledAt: number | undefined;
  readonly moments: readonly PodMoment[];
}

/**
 * The lives of all pods that were watched, in the order of their first sight.
 *
 * Instants are when the watch showed a change. What it showed after it had been blind had happened before: a loss (not
 * Ready, told to end, gone) is then dated to when the watch went blind, and a gain (created, scheduled, Ready) to the
 * end of the second of the server's own stamp; a pod that was created meanwhile counts as Pending up to the state in which
 * it is seen first. All err towards the longer interruption.
 */
export function podLives(timeline: Timeline): readonly PodLife[] {
  const seen = new Map<string, PodObservation[]>();
  for (const one of ofKind(timeline, 'pod')) {
    const life = seen.get(one.uid);
    if (life === undefined) seen.set(one.uid, [one]);
    else life.push(one);
  }
  const sight = { windows: blindWindows(timeline, 'pods'), anchorUnixMs: timeline.startedAtUnixMs };
  return [...seen.values()].flatMap((life) => lifeOf(life, sight)).sort((a, b) => a.firstSeenAt - b.firstSeenAt);
}

/** What the pod was at an instant; undefined before its first sight. */
export function momentAt({ moments }: PodLife, at: number): PodMoment | undefined {
  return moments.findLast((moment) => moment.at <= at);
}

/** What instants are reckoned with. */
interface Sight {
  readonly windows: readonly BlindWindow[];
  readonly anchorUnixMs: number;
}

function lifeOf(seen: readonly PodObservation[], sight: Sight): readonly PodLife[] {
  const inOrder = [...seen].sort((a, b) => a.at - b.at);
  const [first] = inOrder;
  const last = inOrder.at(-1);
  if (first === undefined || last === undefined) return [];
  const firstSeenAt = gainedAt(first.at, first.createdUnixMs, sight, 0);
  const placed = inOrder.find(({ node }) => node !== undefined);
  const { name, namespace, uid } = first;
  return [
    {
      name,
      namespace,
      uid,
      ownerUid: last.ownerUid ?? first.ownerUid,
      labels: last.labels,
      node: placed?.node,
      firstSeenAt,
      scheduledAt: placed && gainedAt(placed.at, placed.scheduledUnixMs, sight, firstSeenAt),
      moments: momentsOf(inOrder, firstSeenAt, sight),
    },
  ];
}

function momentsOf(inOrder: readonly PodObservation[], firstSeenAt: number, sight: Sight): readonly PodMoment[] {
  const [first] = inOrder;
  const cameUnseen = first !== undefined && firstSeenAt > 0 && firstSeenAt < first.at;
  const moments: PodMoment[] = cameUnseen ? [{ at: firstSeenAt, ready: false, pending: true, leaving: false }] : [];
  for (const one of inOrder) {
    const leaving = one.change === 'gone' || one.terminating;
    const state = { ready: one.ready && !leaving, pending: one.phase === 'Pending' && !leaving, leaving };
    const before = moments.at(-1) ?? { at: firstSeenAt, ready: false, pending: state.pending, leaving: false };
    moments.push({ at: changedAt(one, before, state, sight), ...state });
  }
  return moments;
}

function changedAt(one: PodObservation, before: PodMoment, state: Omit<PodMoment, 'at'>, sight: Sight): number {
  const isLoss = (before.ready && !state.ready) || (!before.leaving && state.leaving);
  if (isLoss) return Math.max(before.at, missedIn(sight.windows, one.at)?.fromAt ?? one.at);
  const isGain = state.ready && !before.ready;
  return isGain ? gainedAt(one.at, one.readyUnixMs, sight, before.at) : one.at;
}

function gainedAt(seenAt: number, stampUnixMs: number | undefined, sight: Sight, notBefore: number): number {
  if (stampUnixMs === undefined || missedIn(sight.windows, seenAt) === undefined) return seenAt;
  return Math.min(seenAt, Math.max(notBefore, stampUnixMs - sight.anchorUnixMs + 1000));
}
