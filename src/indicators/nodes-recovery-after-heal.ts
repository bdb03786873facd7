import { grouped } from '../base/grouped.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import { formatDuration } from '../base/quantity.ts';
import { lostNodes, readyForGoodAt } from '../core/lost-nodes.ts';
import { ofKind } from '../core/observation-log.ts';
import { healInstant } from './fault-instant.ts';
import { atText, counted, phasesOf, unmeasured } from './measurement.ts';
import { blindAtEnd, blindWindows, missedIn } from './watch-sight.ts';

/** How soon the nodes were back. */
export const nodesRecoveryAfterHeal: Indicator = {
  name: 'nodes.recoveryAfterHeal',
  summary: 'How long after the heal until all nodes that the faults took away were Ready for good.',
  definition:
    'From the last heal that was confirmed to the last of the nodes that the faults take away being Ready and staying so to the end of the recovery phase, as a watch ' +
    'showed it; 0 for those that were Ready all the time. Not Ready at the end: a lower bound. Unmeasured when no fault takes a node away.',
  dimension: 'duration',
  better: 'lower',
  phases: ['recovery'],
  measure: (timeline, phaseNames): Measurement => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const recovery = phases.find(({ name }) => name === 'recovery');
    if (recovery === undefined) return unmeasured('it is measured from the heal on');
    const heal = healInstant(timeline);
    if (typeof heal === 'string') return unmeasured(heal);
    const names = [...lostNodes(timeline)];
    if (names.length === 0) return unmeasured('no fault took a node away');
    const inTime = ofKind(timeline, 'node').filter(({ at }) => at < recovery.endAt);
    const seen = grouped(inTime, ({ name }) => name);
    const windows = blindWindows(timeline, 'nodes');
    const found = names.map((name) => {
      const states = seen.get(name) ?? [];
      return { name, states, readyAt: readyForGoodAt(states) };
    });
    const unseen = found.find(({ states }) => states.length === 0);
    if (unseen !== undefined) return unmeasured(`${unseen.name} was never seen`);
    const away = found.filter(({ readyAt }) => readyAt === Infinity);
    const blind = blindAtEnd(windows, recovery.endAt);
    const samples = found.length;
    if (away.length > 0) {
      const untilAt = blind?.fromAt ?? recovery.endAt;
      const evidence = `${away.map(({ name }) => name).join(', ')}: still not Ready ${atText(untilAt)}`;
      return { status: 'censored', value: Math.max(0, untilAt - heal.at), samples, evidence };
    }
    const last = found.reduce((a, b) => (b.readyAt > a.readyAt ? b : a));
    const at = last.readyAt;
    const value = Math.max(0, at - heal.at);
    const earliestAt = missedIn(windows, at)?.fromAt ?? at;
    return {
      status: blind === undefined ? 'measured' : 'censored',
      value,
      samples,
      evidence: `${counted(samples, 'node')}; the last, ${last.name}, Ready ${formatDuration(value)} after the heal`,
      bounds: [Math.max(0, earliestAt - heal.toAt), Math.max(value, at - heal.fromAt)],
    };
  },
};
