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
 * end of the second of the server's own stamp. Both err towards the longer interruption.
 */
export function podLives(timeline: Timeline): readonly PodLife[] {
  const seen = new Map<string, PodObservation[]>();
  for (const one of timeline.observations) {
    if (one.kind !== 'pod') continue;
    const life = seen.get(one.uid);
    if (life === undefined) seen.set(one.uid, [one]);
    else life.push(one);
  }
  const windows = blindWindows(timeline, 'pods');
  return [...seen.values()]
    .flatMap((life) => lifeOf(life, windows, timeline.startedAtUnixMs))
    .sort((a, b) => a.firstSeenAt - b.firstSeenAt);
}

/** What the pod was at an instant; undefined before its first sight. */
export function momentAt({ moments }: PodLife, at: number): PodMoment | undefined {
  return moments.findLast((moment) => moment.at <= at);
}

function lifeOf(seen: readonly PodObservation[], windows: readonly BlindWindow[], anchorUnixMs: number): PodLife[] {
  const inOrder = [...seen].sort((a, b) => a.at - b.at);
  const [first] = inOrder;
  const last = inOrder.at(-1);
  if (first === undefined || last === undefined) return [];
  const gainedAt = (one: PodObservation, stampUnixMs: number | undefined, notBefore: number): number => {
    if (stampUnixMs === undefined || missedIn(windows, one.at) === undefined) return one.at;
    return Math.min(one.at, Math.max(notBefore, stampUnixMs - anchorUnixMs + 1000));
  };
  const firstSeenAt = gainedAt(first, first.createdUnixMs, 0);
  const moments: PodMoment[] = [];
  for (const one of inOrder) {
    const before = moments.at(-1);
    const leaving = one.change === 'gone' || one.terminating;
    const ready = one.ready && !leaving;
    const isLoss = before !== undefined && ((before.ready && !ready) || (!before.leaving && leaving));
    const isGain = ready && before?.ready !== true;
    const notBefore = before?.at ?? firstSeenAt;
    let at = one.at;
    if (isLoss) at = Math.max(notBefore, missedIn(windows, one.at)?.fromAt ?? one.at);
    else if (isGain) at = gainedAt(one, one.readyUnixMs, notBefore);
    else if (before === undefined) at = firstSeenAt;
    moments.push({ at, ready, pending: one.phase === 'Pending' && !leaving, leaving });
  }
  const placed = inOrder.find(({ node }) => node !== undefined);
  return [
    {
      name: first.name,
      namespace: first.namespace,
      uid: first.uid,
      ownerUid: last.ownerUid ?? first.ownerUid,
      labels: last.labels,
      node: placed?.node,
      firstSeenAt,
      scheduledAt: placed && gainedAt(placed, placed.scheduledUnixMs, firstSeenAt),
      moments,
    },
  ];
}
