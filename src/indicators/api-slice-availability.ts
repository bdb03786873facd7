import { wilsonInterval } from '../base/percentile.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Phase } from '../core/timeline.ts';
import { balancedStreams, balancedWords } from './balanced-streams.ts';
import { phasesOf, unmeasured } from './measurement.ts';
import { gapIn, samplesIn, type Stream } from './streams.ts';

const sliceMs = 1000;
/** OpenSLO's Timeslices: a slice is good as a whole, or not at all. */
const goodShare = 0.95;

/** Which share of the seconds were good ones. */
export const apiSliceAvailability: Indicator = {
  name: 'api.sliceAvailability',
  summary: 'In which share of the seconds the API served nearly everything.',
  definition:
    `The seconds of the phases, counted from the beginning of each, in which at least ${goodShare * 100} % of the requests that were due were good, ` +
    `out of all in which any was due, over ${balancedWords}. Bounds: 95 % Wilson interval.`,
  dimension: 'ratio',
  better: 'higher',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const streams = balancedStreams(timeline);
    const gap = gapIn(streams, phases);
    if (gap !== undefined) return unmeasured(gap);
    const slices = phases.flatMap((phase) => slicesOf(streams, phase));
    if (slices.length === 0) return unmeasured('no request was due');
    const good = slices.filter((slice) => slice.good >= goodShare * slice.due - 1e-9).length;
    return {
      status: 'measured',
      value: good / slices.length,
      samples: slices.length,
      evidence: `${good} of ${slices.length} seconds with at least ${goodShare * 100} % good, on ${streams.length} streams`,
      bounds: wilsonInterval(good, slices.length),
    };
  },
};

interface Slice {
  due: number;
  good: number;
}

function slicesOf(streams: readonly Stream[], phase: Phase): readonly Slice[] {
  const slices = new Map<number, Slice>();
  for (const stream of streams) {
    for (const { scheduledAt, good } of samplesIn(stream, [phase])) {
      const index = Math.floor((scheduledAt - phase.startAt) / sliceMs);
      const slice = slices.get(index) ?? { due: 0, good: 0 };
      slices.set(index, slice);
      slice.due += 1;
      slice.good += Number(good);
    }
  }
  return [...slices.values()];
}
