import type { Measurement } from '../core/indicator.ts';
import type { EtcdObservation } from '../core/observation.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { formatDuration } from '../base/quantity.ts';
import { ofKind } from '../core/observation-log.ts';
import { unmeasured } from './measurement.ts';

/** Without a scrape for so long, what etcd did is not known. */
const longestGapMs = 5000;

/**
 * The scrapes of all etcd members in the order of time; unmeasured when the phases are not covered by them, or when no member
 * ever answered. A member that does not answer is a scrape, too: that it was cut off hides nothing of the others.
 */
export function scrapesOver(
  timeline: Timeline,
  phases: readonly Phase[],
): readonly EtcdObservation[] | Extract<Measurement, { status: 'unmeasured' }> {
  const scrapes = [...ofKind(timeline, 'etcd')].sort((a, b) => a.at - b.at);
  if (scrapes.length === 0) return unmeasured('no etcd member was scraped');
  if (!scrapes.some(({ reachable }) => reachable)) return unmeasured('no etcd member could be scraped');
  for (const { name, startAt, endAt } of phases) {
    const inside = scrapes.filter(({ at }) => at > startAt && at < endAt).map(({ at }) => at);
    const before = scrapes.findLast(({ at }) => at <= startAt)?.at ?? startAt;
    const edges = [Math.max(before, startAt - longestGapMs), ...inside, endAt];
    const gap = Math.max(...edges.slice(1).map((at, i) => at - (edges[i] ?? at)));
    if (gap > longestGapMs)
      return unmeasured(`no etcd member was scraped for ${formatDuration(gap)} of the ${name} phase`);
  }
  return scrapes;
}
