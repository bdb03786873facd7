import { formatDuration } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { LeaseObservation } from '../core/observation.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { counted, phasesOf, unmeasured, within } from './measurement.ts';

/** Leases last 15 s unless a cluster says otherwise; without a renewal for so long, nobody leads. */
const leaseMs = 15_000;

/** An indicator that is the longest time between two holders of a lease. */
export function leaseFailover(name: string, lease: string, what: string): Indicator {
  return {
    name,
    summary: `How long no ${what} led while the lead passed from one to the next.`,
    definition:
      `Over the changes of the holder of the lease ${lease} that end in the phases, the longest time from the last renewal of the old holder to the acquisition by the new one, by ` +
      `the holders’ own stamps. Never changed: 0, as long as it was renewed; not renewed for ${leaseMs / 1000} s at the end of the phases: a lower bound.`,
    dimension: 'duration',
    better: 'lower',
    phases: ['fault', 'recovery'],
    measure: (timeline, phaseNames) => {
      const phases = phasesOf(timeline, phaseNames);
      if ('status' in phases) return phases;
      const seen = ofKind(timeline, 'lease')
        .filter((one) => one.name === lease && one.holder !== '')
        .sort((a, b) => a.at - b.at);
      return seen.length === 0 ? unmeasured(`the lease ${lease} was not seen`) : longestGap(seen, timeline, phases);
    },
  };
}

function longestGap(seen: readonly LeaseObservation[], timeline: Timeline, phases: readonly Phase[]): Measurement {
  const stamped = (unixMs: number | undefined, at: number): number =>
    unixMs === undefined ? at : unixMs - timeline.startedAtUnixMs;
  const changes = seen.flatMap((now, i) => {
    const before = seen[i - 1];
    if (before === undefined || before.holder === now.holder) return [];
    const lostAt = stamped(before.renewedUnixMs, before.at);
    const takenAt = Math.min(now.at, stamped(now.acquiredUnixMs ?? now.renewedUnixMs, now.at));
    return within(phases, now.at) ? [{ now, ms: Math.max(0, takenAt - lostAt) }] : [];
  });
  const longest = changes.reduce((ms, change) => Math.max(ms, change.ms), 0);
  const endAt = Math.max(...phases.map((phase) => phase.endAt));
  const last = seen.findLast(({ at }) => at < endAt);
  const silentMs = last === undefined ? 0 : endAt - stamped(last.renewedUnixMs, last.at);
  const samples = seen.filter(({ at }) => within(phases, at)).length;
  if (silentMs > leaseMs) {
    const evidence = `${last?.holder ?? 'nobody'} renewed it last, ${formatDuration(silentMs)} before the end`;
    return { status: 'censored', value: Math.max(longest, silentMs), samples, evidence };
  }
  const evidence =
    changes.length === 0
      ? `held by ${last?.holder ?? seen[0]?.holder ?? 'nobody'} throughout`
      : `${counted(changes.length, 'change')}, to ${changes.map(({ now }) => now.holder.split('_')[0] ?? '').join(', ')}`;
  return { status: 'measured', value: longest, samples, evidence };
}
