import type { Indicator } from '../core/indicator.ts';
import type { EtcdObservation } from '../core/observation.ts';
import type { Phase } from '../core/timeline.ts';
import { scrapesOver } from './etcd-scrapes.ts';
import { counted, phasesOf, unmeasured, within } from './measurement.ts';

/** How often etcd changed its leader. */
export const etcdLeaderChanges: Indicator = {
  name: 'etcd.leaderChanges',
  summary: 'How many times etcd changed its leader.',
  definition:
    'The largest increase over the phases of etcd_server_leader_changes_seen_total of any one member. A counter that falls is that of a restarted member: ' +
    'it begins at 0 and counts the leader it finds as 1, which is no change. Unmeasured when less than a majority of the members could be counted: a minority may not know.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const scrapes = scrapesOver(timeline, phases);
    if ('status' in scrapes) return scrapes;
    const nodes = [...new Set(scrapes.map(({ node }) => node))];
    const members = nodes.flatMap((node) => {
      const changes = changesOf(
        scrapes.filter((one) => one.node === node),
        phases,
      );
      return changes === undefined ? [] : { node, changes };
    });
    if (2 * members.length <= nodes.length)
      return unmeasured(`only ${members.length} of ${nodes.length} members told how often they saw the leader change`);
    const most = members.reduce((a, b) => (b.changes > a.changes ? b : a));
    return {
      status: 'measured',
      value: most.changes,
      samples: scrapes.filter(({ at }) => within(phases, at)).length,
      evidence: `${counted(most.changes, 'leader change')}, as ${most.node} saw it (${members.length} of ${nodes.length} members)`,
    };
  },
};

/** Undefined when the member was not scraped at least twice: an increase needs two counts. */
function changesOf(scrapes: readonly EtcdObservation[], phases: readonly Phase[]): number | undefined {
  let before: number | undefined;
  let changes: number | undefined;
  /** 1 while a restarted member has yet to count the leader that it finds. */
  let toFind = 0;
  for (const { at, leaderChanges: count } of scrapes) {
    if (count === undefined) continue;
    if (before !== undefined) {
      const restarted = count < before;
      if (restarted) toFind = 1;
      const increase = count - (restarted ? 0 : before);
      const found = Math.min(toFind, increase);
      toFind -= found;
      if (within(phases, at)) changes = (changes ?? 0) + increase - found;
    }
    before = count;
  }
  return changes;
}
