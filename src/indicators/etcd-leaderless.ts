import { formatDuration } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import type { EtcdObservation } from '../core/observation.ts';
import type { Phase } from '../core/timeline.ts';
import { scrapesOver } from './etcd-scrapes.ts';
import { counted, phasesOf } from './measurement.ts';

/** A scrape tells of its member for so long. */
const staleAfterMs = 3000;

/** How long etcd had no leader. */
export const etcdLeaderless: Indicator = {
  name: 'etcd.leaderless',
  summary: 'How long etcd had no leader.',
  definition:
    'The time in the phases during which no member reported etcd_server_has_leader = 1, or during which the leadership passed on: from the first scrape in which the ' +
    'leader was away or led no more to the first in which its successor led (its followers say for an election timeout that they have a leader). A member is taken to be as ' +
    'its last scrape showed it, for 3 s at most; one that could not be scraped reports nothing. Bounds: one scrape interval at each edge; the time when no member at all could be scraped is not in the lower one.',
  dimension: 'duration',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const scrapes = scrapesOver(timeline, phases);
    return 'status' in scrapes ? scrapes : leaderless(scrapes, phases);
  },
};

/** A time between two scrapes, and whether some member had a leader in it. */
interface Stretch {
  readonly lastsMs: number;
  readonly led: boolean;
  readonly seen: boolean;
}

function leaderless(scrapes: readonly EtcdObservation[], phases: readonly Phase[]): Measurement {
  const stretches = stretchesOf(scrapes, phases);
  const total = (of: (one: Stretch) => boolean): number =>
    stretches.filter(of).reduce((sum, { lastsMs }) => sum + lastsMs, 0);
  const value = total(({ led }) => !led);
  const unseenMs = total(({ seen }) => !seen);
  const times = stretches.filter(({ led }, i) => !led && stretches[i - 1]?.led !== false).length;
  const unseen = unseenMs > 0 ? `, ${formatDuration(unseenMs)} of it with no member to be scraped` : '';
  // What lies between two scrapes of a member: an election that was over in it was not seen.
  const slackMs = Math.max(1, times) * longestInterval(scrapes, phases);
  const low = Math.max(0, value - unseenMs - slackMs);
  const high = Math.min(
    total(() => true),
    value + slackMs,
  );
  return {
    status: 'measured',
    value,
    samples: scrapes.length,
    evidence:
      value === 0
        ? 'a leader was seen in every scrape'
        : `${counted(times, 'time')} without a leader, together ${formatDuration(value)}${unseen}`,
    bounds: [low, Math.max(value, high)],
  };
}

function stretchesOf(scrapes: readonly EtcdObservation[], phases: readonly Phase[]): readonly Stretch[] {
  const handovers = handoversIn(scrapes);
  const now = new Map<string, EtcdObservation>();
  return scrapes
    .map((scrape, i) => {
      now.set(scrape.node, scrape);
      const members = [...now.values()].filter(({ at, reachable }) => reachable && at >= scrape.at - staleAfterMs);
      return {
        lastsMs: overlap(phases, scrape.at, scrapes[i + 1]?.at ?? Infinity),
        led:
          members.some(({ hasLeader }) => hasLeader === true) &&
          !handovers.some(({ startAt, endAt }) => scrape.at >= startAt && scrape.at < endAt),
        seen: members.length > 0,
      };
    })
    .filter(({ lastsMs }) => lastsMs > 0);
}

/** The times between a leader that is seen to lead no more and the first that is seen to lead again. */
function handoversIn(scrapes: readonly EtcdObservation[]): readonly { startAt: number; endAt: number }[] {
  const handovers: { startAt: number; endAt: number }[] = [];
  const changes = new Map<string, number>();
  let leader: string | undefined;
  let lost: { at: number; changes: ReadonlyMap<string, number> } | undefined;
  for (const { node, at, reachable, isLeader, leaderChanges } of scrapes) {
    if (leaderChanges !== undefined) changes.set(node, leaderChanges);
    if (isLeader === true) {
      // A leader that only could not be scraped for a while has lost nothing.
      if (lost !== undefined && (node !== leader || elected(lost.changes, changes, node)))
        handovers.push({ startAt: lost.at, endAt: at });
      leader = node;
      lost = undefined;
    } else if (node === leader && (!reachable || isLeader === false)) {
      lost ??= { at, changes: new Map(changes) };
    }
  }
  return handovers;
}

/** Whether a member counted an election; the leader itself may count from 0 again, and was gone then. */
function elected(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>, leader: string): boolean {
  return [...now].some(([node, count]) => {
    const counted = before.get(node) ?? count;
    return node === leader ? count !== counted : count > counted;
  });
}

function longestInterval(scrapes: readonly EtcdObservation[], phases: readonly Phase[]): number {
  const before = new Map<string, number>();
  let longest = 0;
  for (const { node, at } of scrapes) {
    longest = Math.max(longest, overlap(phases, before.get(node) ?? at, at));
    before.set(node, at);
  }
  return longest;
}

/** How much of `[fromAt, toAt)` lies in the phases. */
function overlap(phases: readonly Phase[], fromAt: number, toAt: number): number {
  return phases.reduce(
    (sum, { startAt, endAt }) => sum + Math.max(0, Math.min(toAt, endAt) - Math.max(fromAt, startAt)),
    0,
  );
}
