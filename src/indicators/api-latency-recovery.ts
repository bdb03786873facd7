import { formatDuration } from '../base/quantity.ts';
import type { Indicator, JudgedPhase, Measurement } from '../core/indicator.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { chargedTo, chargedWithinMs, type FaultInstant, faultInstants, measuredFrom } from './fault-instant.ts';
import { type Excess, excessesOf, usualP99, windowMs } from './latency-excess.ts';
import { atText, phasesOf, unmeasured } from './measurement.ts';
import { doubtIn, isCritical, namesOf, samplesIn, silentIn, type Stream, streamsOf } from './streams.ts';
import { sustainMs } from './sustained-recovery.ts';

/** How much above the usual is still usual: both, or a fast API would be held to less than the noise of a machine. */
const factor = 1.5;
const floorMs = 20;

/** How long until the API was as fast again as before. */
export const apiLatencyRecovery: Indicator = {
  name: 'api.latencyRecovery',
  summary: 'How long after the fault until the API was as fast again as before.',
  definition:
    `Over the critical streams (load balancer; quorum read and write; new and reused connections), the longest time from the fault to the beginning of the first ` +
    `${windowMs / 1000} s of which the P99 is usual again: at most ${factor} times the stream’s P99 in the baseline, or ${floorMs} ms above it if that is more; and so is that of all ` +
    `${windowMs / 1000} s that begin in the ${sustainMs / 1000} s after. Failed requests are charged their timeout. All excesses that last into or begin in the fault phase count; one that begins ` +
    `${chargedWithinMs / 1000} s after the fault or later is measured from its own first slow request. None: 0. Not usual again, or too little seen to tell: a lower bound.`,
  dimension: 'duration',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const found = criticalIn(timeline, phaseNames);
    if ('status' in found) return found;
    const { streams, phases, fault, faults } = found;
    const doubt = doubtIn(streams, phases);
    if (doubt !== undefined) return unmeasured(doubt);
    const baseline = timeline.phases.filter(({ name }) => name === 'baseline');
    const untilAt = phases.reduce((last, { endAt }) => Math.max(last, endAt), fault.endAt);
    const slow: SlowTime[] = [];
    for (const stream of streams) {
      const usualMs = usualP99(stream, baseline);
      if (usualMs === undefined) return unmeasured(`the baseline of ${stream.spec.id} is too short to compare with`);
      const limitMs = Math.max(factor * usualMs, usualMs + floorMs);
      const excesses = excessesOf(stream, { limitMs, fromAt: faults[0].fromAt, untilAt, calmMs: sustainMs });
      for (const excess of excesses.filter(({ startAt }) => startAt < fault.endAt)) {
        slow.push(slowTime(stream, excess, faults, limitMs));
      }
    }
    const samples = streams.reduce((sum, stream) => sum + samplesIn(stream, phases).length, 0);
    const none = `never slower than usual on ${namesOf(streams)}`;
    return worstOf(slow, samples, none);
  },
};

interface Critical {
  readonly streams: readonly Stream[];
  readonly phases: readonly Phase[];
  readonly fault: Phase;
  readonly faults: readonly [FaultInstant, ...FaultInstant[]];
}

function criticalIn(
  timeline: Timeline,
  phaseNames: readonly JudgedPhase[],
): Critical | Extract<Measurement, { status: 'unmeasured' }> {
  const phases = phasesOf(timeline, phaseNames);
  if ('status' in phases) return phases;
  const fault = phases.find(({ name }) => name === 'fault');
  if (fault === undefined) return unmeasured('it is measured from the fault on');
  const [first, ...rest] = faultInstants(timeline);
  if (first === undefined) return unmeasured('no fault was injected');
  const streams = streamsOf(timeline).filter(isCritical);
  if (streams.length === 0) return unmeasured('no stream reads or writes through the load balancer');
  const silent = silentIn(streams, [fault]);
  if (silent.length > 0) return unmeasured(`nothing was seen in the fault phase on ${namesOf(silent)}`);
  return { streams, phases, fault, faults: [first, ...rest] };
}

/** One excess, and how long it lasted for who waited since the fault. */
interface SlowTime {
  readonly tookMs: number;
  readonly over: boolean;
  readonly text: string;
}

function slowTime(
  { spec }: Stream,
  { startAt, endAt, over }: Excess,
  faults: Critical['faults'],
  limitMs: number,
): SlowTime {
  const struck = chargedTo(faults, startAt) ?? faults[0];
  const end = over ? `usual again ${atText(endAt)}` : `not usual again as far as was seen, ${atText(endAt)}`;
  const text = `${spec.id}: fault ${atText(struck.at)}, slower than ${formatDuration(limitMs)} from ${formatDuration(startAt)}, ${end}`;
  return { tookMs: Math.max(0, endAt - measuredFrom(struck, startAt).at), over, text };
}

function worstOf(slow: readonly SlowTime[], samples: number, none: string): Measurement {
  const worst = slow.reduce<SlowTime | undefined>((a, b) => (a && a.tookMs >= b.tookMs ? a : b), undefined);
  if (worst === undefined) return { status: 'measured', value: 0, samples, evidence: none };
  const status = slow.every(({ over }) => over) ? 'measured' : 'censored';
  return { status, value: worst.tookMs, samples, evidence: worst.text };
}
