import { formatDuration, formatRatio } from '../base/quantity.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Phase } from '../core/timeline.ts';
import { balancedStreams, balancedWords } from './balanced-streams.ts';
import { counted, phasesOf, unmeasured } from './measurement.ts';
import { scoredFrom, streamOutages } from './outages.ts';
import { gapIn, namesOf, samplesIn, type Stream } from './streams.ts';

/** Which share of the time the API was not in an outage. */
export const apiTimeAvailability: Indicator = {
  name: 'api.timeAvailability',
  summary: 'Which share of the time the API was not in an outage.',
  definition:
    `The time of the phases without that of outages (${scoredFrom} bad samples in a row or more, each from the first bad to the first good one), ` +
    `of the worst of ${balancedWords}. One that did not end lasts to the end of the phases. Bounds: one period of the stream at each edge of an outage.`,
  dimension: 'ratio',
  better: 'higher',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const streams = balancedStreams(timeline);
    const gap = gapIn(streams, phases);
    if (gap !== undefined) return unmeasured(gap);
    const wholeMs = phases.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
    const [first, ...rest] = streams.map((stream) => outIn(stream, phases));
    if (first === undefined) return unmeasured('no stream asks the load balancer');
    if (wholeMs === 0) return unmeasured('the phases have no length');
    const { stream, outMs, count } = rest.reduce((a, b) => (b.outMs > a.outMs ? b : a), first);
    const share = (ms: number): number => 1 - Math.min(wholeMs, Math.max(0, ms)) / wholeMs;
    const slackMs = count * stream.spec.periodMs;
    return {
      status: 'measured',
      value: share(outMs),
      samples: streams.reduce((sum, one) => sum + samplesIn(one, phases).length, 0),
      evidence:
        count === 0
          ? `no outage on ${namesOf(streams)}`
          : `${stream.spec.id}: ${counted(count, 'outage')} of ${formatDuration(outMs)} in all, of ${formatDuration(wholeMs)} (${formatRatio(share(outMs))})`,
      bounds: [share(outMs + slackMs), share(outMs - slackMs)],
    };
  },
};

function outIn(
  stream: Stream,
  phases: readonly Phase[],
): { readonly stream: Stream; readonly outMs: number; readonly count: number } {
  const parts = streamOutages(stream.samples).flatMap(({ startAt, endAt, open }) =>
    phases.flatMap((phase) => {
      const ms = Math.min(phase.endAt, open ? Infinity : endAt) - Math.max(phase.startAt, startAt);
      return ms > 0 ? { startAt, ms } : [];
    }),
  );
  return {
    stream,
    outMs: parts.reduce((sum, { ms }) => sum + ms, 0),
    count: new Set(parts.map(({ startAt }) => startAt)).size,
  };
}
