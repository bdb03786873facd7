import { formatDuration } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import type { EtcdObservation } from '../core/observation.ts';
import type { Phase } from '../core/timeline.ts';
import { scrapesOver } from './etcd-scrapes.ts';
import { phasesOf } from './measurement.ts';

/** How long etcd had no leader. */
export const etcdLeaderless: Indicator = {
  name: 'etcd.leaderless',
  summary: 'How long no etcd member had a leader.',
  definition:
    'The time in the phases during which no member reported etcd_server_has_leader = 1. A member is taken to be as its last scrape showed it; ' +
    'one that could not be scraped reports nothing. Bounds: one scrape interval at each edge; the time when no member at all could be scraped is not in the lower one.',
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

function leaderless(scrapes: readonly EtcdObservation[], phases: readonly Phase[]): Measurement {
  const now = new Map<string, EtcdObservation>();
  const sums = { without: 0, unseen: 0, stretches: 0, window: 0 };
  let intervalMs = 0;
  let wasWithout = false;
  for (const [i, scrape] of scrapes.entries()) {
    intervalMs = Math.max(intervalMs, overlap(phases, now.get(scrape.node)?.at ?? scrape.at, scrape.at));
    now.set(scrape.node, scrape);
    const untilAt = scrapes[i + 1]?.at ?? Infinity;
    const lasts = overlap(phases, scrape.at, untilAt);
    const members = [...now.values()];
    const without = !members.some(({ reachable, hasLeader }) => reachable && hasLeader === true);
    if (without) sums.without += lasts;
    if (without && !members.some(({ reachable }) => reachable)) sums.unseen += lasts;
    if (without && lasts > 0 && !wasWithout) sums.stretches += 1;
    if (lasts > 0) wasWithout = without;
    sums.window += lasts;
  }
  const unseen = sums.unseen > 0 ? `, ${formatDuration(sums.unseen)} of it with no member to be scraped` : '';
  const slack = sums.stretches * intervalMs;
  return {
    status: 'measured',
    value: sums.without,
    samples: scrapes.length,
    evidence:
      sums.without === 0
        ? `some member had a leader in every scrape (${now.size} members)`
        : `${sums.stretches} times, together ${formatDuration(sums.without)}${unseen}`,
    bounds: [
      Math.max(0, sums.without - sums.unseen - slack),
      Math.max(sums.without, Math.min(sums.window, sums.without + (sums.stretches > 0 ? slack : intervalMs))),
    ],
  };
}

/** How much of `[fromAt, toAt)` lies in the phases. */
function overlap(phases: readonly Phase[], fromAt: number, toAt: number): number {
  return phases.reduce(
    (sum, { startAt, endAt }) => sum + Math.max(0, Math.min(toAt, endAt) - Math.max(fromAt, startAt)),
    0,
  );
}
