import type { Indicator, JudgedPhase, Measurement } from '../core/indicator.ts';
import { lowerBound } from '../core/requests.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { chargedWithinMs, faultInstants } from './fault-instant.ts';
import { counted, phasesOf, unmeasured } from './measurement.ts';
import { scoredFrom } from './outages.ts';
import { type Episodes, episodesOf, worstRecovery } from './stream-recovery.ts';
import { doubtIn, isCritical, namesOf, samplesIn, silentIn, type Stream, streamsOf } from './streams.ts';
import { recoveryRun, sustainMs, sustainRatio } from './sustained-recovery.ts';

/** What recovery was judged by. */
export interface CriticalEpisodes extends Episodes {
  readonly streams: readonly Stream[];
}

/** How long until clients of the API were served again. */
export const apiRecovery: Indicator = {
  name: 'api.recovery',
  summary: 'How long after the fault until clients of the API were served again, for good.',
  definition:
    'Over the critical streams (load balancer; quorum read and write; new and reused connections), the longest time from the fault ' +
    `to sustained recovery, over all outages (${scoredFrom} bad samples in a row or more) that last into or begin in the fault phase: ` +
    `the first good sample that begins a run of ${recoveryRun} and is followed, after these, by ${sustainMs / 1000} s with at least ${sustainRatio * 100} % of what was due good ` +
    'and no outage. The fault is the latest confirmed injection, or the first bad sample between its application and that confirmation if this is earlier; ' +
    `with several faults, or one that strikes again ${chargedWithinMs / 1000} s later, each outage is charged to its own. An outage that begins ${chargedWithinMs / 1000} s after that confirmation or later is measured from its own beginning. ` +
    'No outage: 0. Not recovered, or too little seen afterwards to tell: a lower bound.',
  dimension: 'duration',
  better: 'lower',
  phases: ['fault', 'recovery'],
  reads: (spec) => isCritical({ spec }),
  measure: (timeline, phases) => {
    const found = criticalEpisodes(timeline, phases);
    if ('status' in found) return found;
    const none = `no outage in the fault phase on ${namesOf(found.streams)} (${counted(found.samples, 'request')})`;
    return worstRecovery(found, 'fault', none);
  },
};

/** The outages of the critical streams and their recoveries, or why none can be told. Without `recovery`, it must come within the fault phase. */
export function criticalEpisodes(
  timeline: Timeline,
  phaseNames: readonly JudgedPhase[],
): CriticalEpisodes | Extract<Measurement, { status: 'unmeasured' }> {
  const phases = phasesOf(timeline, phaseNames);
  if ('status' in phases) return phases;
  const fault = phases.find(({ name }) => name === 'fault');
  if (fault === undefined) return unmeasured('it is measured from the fault on');
  const faults = faultInstants(timeline);
  if (faults.length === 0) return unmeasured('no fault was injected');
  const streams = criticalStreams(timeline, fault);
  if ('status' in streams) return streams;
  const visible = phaseNames.includes('recovery') ? streams : streams.map((stream) => until(stream, fault.endAt));
  return {
    streams,
    episodes: visible.flatMap((stream) => episodesOf(stream, faults, fault.endAt)),
    samples: streams.reduce((sum, stream) => sum + samplesIn(stream, phases).length, 0),
    doubt: doubtIn(streams, phases),
  };
}

function criticalStreams(
  timeline: Timeline,
  fault: Phase,
): readonly Stream[] | Extract<Measurement, { status: 'unmeasured' }> {
  const streams = streamsOf(timeline).filter(isCritical);
  if (streams.length === 0) return unmeasured('no stream reads or writes through the load balancer');
  const silent = silentIn(streams, [fault]);
  return silent.length === 0 ? streams : unmeasured(`nothing was seen in the fault phase on ${namesOf(silent)}`);
}

function until(stream: Stream, endAt: number): Stream {
  return { ...stream, samples: stream.samples.slice(0, lowerBound(stream.samples, endAt)) };
}
