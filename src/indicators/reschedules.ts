import { ofKind } from '../core/observation-log.ts';
import { judgedPhases } from '../core/phases.ts';
import type { Reschedule } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { faultInstants } from './fault-instant.ts';
import { endpointStates } from './endpoint-states.ts';
import { type PodLife, type PodMoment, podLives } from './pod-lives.ts';
import { blindAtEnd, blindWindows } from './watch-sight.ts';

/** How a replica was lost. */
interface Loss {
  readonly pod: PodLife;
  readonly at: number;
  readonly notReadyAt: number | undefined;
  readonly deletedAt: number | undefined;
}

/**
 * The replicas that were lost from the first fault on, in the order of their loss, each with its replacement.
 *
 * Lost: a pod with an owner that was Ready and then turned not-Ready, or was deleted, for good. The loss is dated to the
 * last time it turned not-Ready before it was deleted, else to the deletion. A pod that became Ready again by itself was
 * not rescheduled but recovered in place: it is no loss here (pods.deficit counts what was missing meanwhile).
 * Replacement: the k-th lost is paired with the k-th to become Ready of the pods with the same owner, those that never did
 * coming last in the order of their creation; but only with one that was first seen after the loss, and so that as many
 * as can be have one. None: `readyAt` is undefined.
 */
export function findReschedules(timeline: Timeline): readonly Reschedule[] {
  const struckAt = faultInstants(timeline)[0]?.fromAt;
  if (struckAt === undefined) return [];
  const lives = podLives(timeline).filter(({ ownerUid }) => ownerUid !== undefined);
  const losses = lives.flatMap((pod) => lossOf(pod, struckAt)).sort((a, b) => a.at - b.at);
  const owners = new Set(losses.map(({ pod }) => pod.ownerUid));
  const replacements = new Map(
    [...owners].flatMap((uid) => [
      ...paired(
        losses.filter(({ pod }) => pod.ownerUid === uid),
        lives.filter(({ ownerUid }) => ownerUid === uid),
      ),
    ]),
  );
  const chain = chainOf(timeline);
  return losses.map((loss) => {
    const replacement = replacements.get(loss);
    return { ...row(loss, replacement), ...chain(loss, replacement) };
  });
}

/**
 * Losses of one owner, each with its replacement. A pod can replace whatever was lost before it came, so that the losses,
 * in their order, are the places of a row, and each pod can take one up to a certain place: as jobs with deadlines.
 */
function paired(losses: readonly Loss[], pods: readonly PodLife[]): ReadonlyMap<Loss, PodLife> {
  const candidates = pods
    .map((pod) => ({ pod, places: losses.filter(({ at, pod: lost }) => at <= pod.firstSeenAt && lost !== pod).length }))
    .sort(
      (a, b) => (readyAt(a.pod) ?? Infinity) - (readyAt(b.pod) ?? Infinity) || a.pod.firstSeenAt - b.pod.firstSeenAt,
    );
  const free = new Set(losses.keys());
  const chosen = candidates.filter(({ places }) => {
    const place = [...free].findLast((one) => one < places);
    return place !== undefined && free.delete(place);
  });
  const pairs = new Map<Loss, PodLife>();
  // The last place is the hardest to fill; whoever was Ready last comes into it, where he can.
  for (let place = chosen.length - 1; place >= 0; place -= 1) {
    const at = chosen.findLastIndex(({ places }) => places > place);
    const [taker] = at === -1 ? [] : chosen.splice(at, 1);
    const loss = losses[place];
    if (loss !== undefined && taker !== undefined) pairs.set(loss, taker.pod);
  }
  return pairs;
}

/** When a replica was lost: a pod that turned not-Ready did so before it was deleted. */
export function lostAt({ notReadyAt, deletedAt }: Reschedule): number {
  return notReadyAt ?? deletedAt ?? Infinity;
}

/** Until when a replacement would have been seen: the end of what is judged, or where the watch of pods went blind for good. */
export function podsSeenUntil(timeline: Timeline): number {
  const endAt = Math.max(...judgedPhases(timeline).map((phase) => phase.endAt), 0);
  return Math.min(endAt, blindAtEnd(blindWindows(timeline, 'pods'), endAt)?.fromAt ?? endAt);
}

function lossOf(pod: PodLife, struckAt: number): readonly Loss[] {
  const { moments } = pod;
  const end = moments.findIndex(({ leaving }) => leaving);
  const deletedAt = moments[end]?.at;
  const alive = end === -1 ? moments : moments.slice(0, end);
  const lastReady = alive.findLastIndex(({ ready }) => ready);
  // Never Ready: there was no replica to lose.
  if (lastReady === -1) return [];
  const notReadyAt = alive[lastReady + 1]?.at;
  const at = notReadyAt ?? deletedAt;
  return at === undefined || at < struckAt ? [] : [{ pod, at, notReadyAt, deletedAt }];
}

function readyAt({ moments }: PodLife): number | undefined {
  return moments.find(({ ready }: PodMoment) => ready)?.at;
}

function row({ pod, notReadyAt, deletedAt }: Loss, replacement: PodLife | undefined): Reschedule {
  return {
    lostPod: pod.name,
    lostNode: pod.node,
    notReadyAt,
    deletedAt,
    replacement: replacement?.name,
    replacementNode: replacement?.node,
    createdAt: replacement?.firstSeenAt,
    scheduledAt: replacement?.scheduledAt,
    readyAt: replacement && readyAt(replacement),
  };
}

type Chain = Pick<Reschedule, 'nodeNotReadyAt' | 'taintedAt' | 'sandboxAt' | 'startedAt' | 'inEndpointsAt'>;

/** The stations between a loss and its replacement that other watches saw; those that were not seen are left out. */
function chainOf(timeline: Timeline): (loss: Loss, replacement: PodLife | undefined) => Chain {
  const struckAt = faultInstants(timeline)[0]?.fromAt ?? 0;
  const nodes = ofKind(timeline, 'node').filter(({ at }) => at >= struckAt);
  const pods = ofKind(timeline, 'pod');
  const endpoints = endpointStates(timeline);
  return ({ pod }, replacement) => {
    const own = nodes.filter(({ name }) => name === pod.node).sort((a, b) => a.at - b.at);
    const seen = pods.filter(({ uid }) => uid === replacement?.uid).sort((a, b) => a.at - b.at);
    const stations: Record<keyof Chain, number | undefined> = {
      nodeNotReadyAt: own.find(({ ready }) => ready !== 'True')?.at,
      taintedAt: own.find(({ taints }) => taints.some((taint) => taint.endsWith(':NoExecute')))?.at,
      sandboxAt: seen.find(({ sandboxUnixMs }) => sandboxUnixMs !== undefined)?.at,
      startedAt: seen.find(({ startedUnixMs }) => startedUnixMs !== undefined)?.at,
      inEndpointsAt:
        replacement && endpoints.everIn.has(replacement.uid)
          ? endpoints.since(replacement.uid, true, replacement.firstSeenAt)
          : undefined,
    };
    return Object.fromEntries(Object.entries(stations).filter(([, at]) => at !== undefined));
  };
}
