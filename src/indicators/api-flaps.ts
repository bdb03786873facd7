import type { Indicator, Measurement } from '../core/indicator.ts';
import type { Outage } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { criticalEpisodes } from './api-recovery.ts';
import { type FaultInstant, faultInstants } from './fault-instant.ts';
import { counted, phasesOf, unmeasured, within } from './measurement.ts';
import { scoredFrom, streamOutages } from './outages.ts';
import type { Episode } from './stream-recovery.ts';
import { namesOf, silentIn, type Stream } from './streams.ts';

/** How often the API was gone again after it had come back. */
export const apiFlaps: Indicator = {
  name: 'api.flaps',
  summary: 'How many times clients of the API were cut off again after they had been served again.',
  definition:
    `Outages (${scoredFrom} bad samples in a row or more) of a critical stream that begin after its first sustained recovery (see api.recovery) and before the ` +
    'next fault; the stream with the most counts. A lower bound when a critical stream never recovered.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames): Measurement => {
    const found = criticalEpisodes(timeline, phaseNames);
    if ('status' in found) return found;
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const silent = silentIn(found.streams, phases);
    if (silent.length > 0) return unmeasured(`no request was seen on ${namesOf(silent)}`);
    const counts = found.streams.map((stream) => ({
      stream,
      flaps: flapsOf(stream, found.episodes, timeline).filter(({ startAt }) => within(phases, startAt)).length,
    }));
    const most = counts.reduce((a, b) => (b.flaps > a.flaps ? b : a));
    const open = found.episodes.filter(({ recovery }) => recovery.status !== 'recovered');
    const still =
      open[0] === undefined ? '' : `; ${open[0].stream.spec.id} had not recovered when the observation ended`;
    const doubted = found.doubt === undefined ? '' : `; ${found.doubt}`;
    return {
      status: open.length > 0 || found.doubt !== undefined ? 'censored' : 'measured',
      value: most.flaps,
      samples: found.samples,
      evidence: `${counted(most.flaps, 'outage')} after recovery on ${most.flaps > 0 ? most.stream.spec.id : 'any critical stream'}${still}${doubted}`,
    };
  },
};

function flapsOf(stream: Stream, episodes: readonly Episode[], timeline: Timeline): readonly Outage[] {
  const faults = faultInstants(timeline);
  const quiet = episodes
    .filter((one) => one.stream.spec.id === stream.spec.id)
    .map(({ recovery: { at } }) => ({ fromAt: at, toAt: nextAfter(faults, at) }));
  return streamOutages(stream.samples).filter(({ startAt }) =>
    quiet.some(({ fromAt, toAt }) => startAt >= fromAt && startAt < toAt),
  );
}

function nextAfter(faults: readonly FaultInstant[], at: number): number {
  return faults.find(({ fromAt }) => fromAt > at)?.fromAt ?? Infinity;
}
