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
  summary: 'How long no etcd member led.',
  definition:
    'The time in the phases during which no member reported etcd_server_is_leader = 1. A member is taken to be as its last scrape showed it, for 3 s at most; ' +
    'one that could not be scraped reports nothing. A leader that could only not be scraped was there: the time between two sights of the same leader is left out, ' +
    'unless a member reported etcd_server_has_leader = 0 in it, or none could be scraped. (Followers believe in a dead leader until they stand for election: what they believe is not asked.) ' +
    'Bounds: one scrape interval at each edge; the time when no member at all could be scraped is not in the lower one.',
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

/** A time between two scrapes, and what was known of the members in it. */
interface Stretch {
  readonly lastsMs: number;
  /** Who led. */
  readonly leader: string | undefined;
  /** A member said that it had none. */
  readonly denied: boolean;
  readonly seen: boolean;
}

function leaderless(scrapes: readonly EtcdObservation[], phases: readonly Phase[]): Measurement {
  const stretches = stretchesOf(scrapes, phases);
  const total = (of: (one: Stretch) => boolean): number =>
    stretches.filter(of).reduce((sum, { lastsMs }) => sum + lastsMs, 0);
  const without = ({ leader }: Stretch): boolean => leader === undefined;
  const value = total(without);
  const unseenMs = total(({ seen }) => !seen);
  const times = stretches.filter(
    (one, i) => without(one) && (i === 0 || stretches[i - 1]?.leader !== undefined),
  ).length;
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
        ? 'a member led in every scrape, or was still the leader in its next'
        : `${counted(times, 'time')} without a leader, together ${formatDuration(value)}${unseen}`,
    bounds: [low, Math.max(value, high)],
  };
}

function stretchesOf(scrapes: readonly EtcdObservation[], phases: readonly Phase[]): readonly Stretch[] {
  // A cluster whose members do not tell who leads is judged by what they believe.
  const told = scrapes.some(({ isLeader }) => isLeader === true);
  const now = new Map<string, EtcdObservation>();
  const all = scrapes.map((scrape, i): Stretch => {
    now.set(scrape.node, scrape);
    const members = [...now.values()].filter(({ at, reachable }) => reachable && at >= scrape.at - staleAfterMs);
    const leading = members.find(({ isLeader, hasLeader }) => (told ? isLeader : hasLeader) === true);
    return {
      lastsMs: overlap(phases, scrape.at, scrapes[i + 1]?.at ?? Infinity),
      leader: told ? leading?.node : leading === undefined ? undefined : 'some member',
      denied: members.some(({ hasLeader }) => hasLeader === false),
      seen: members.length > 0,
    };
  });
  return withoutBlindness(all).filter(({ lastsMs }) => lastsMs > 0);
}

/** Puts the leader back where it was only not seen for a while, or not seen any more, and nobody denied it. */
function withoutBlindness(stretches: readonly Stretch[]): readonly Stretch[] {
  const mended = [...stretches];
  for (let from = 0; from < mended.length; from += 1) {
    if (mended[from]?.leader !== undefined) continue;
    const next = mended.findIndex(({ leader }, i) => i > from && leader !== undefined);
    const to = next === -1 ? mended.length : next;
    const before = mended[from - 1]?.leader;
    const after = mended[to]?.leader;
    const gap = mended.slice(from, to);
    const same = before !== undefined && (after === undefined || after === before);
    if (same && gap.every(({ denied, seen }) => seen && !denied)) {
      for (const [i, one] of gap.entries()) mended[from + i] = { ...one, leader: before };
    }
    from = to;
  }
  return mended;
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
