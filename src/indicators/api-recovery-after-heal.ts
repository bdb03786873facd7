import type { Indicator } from '../core/indicator.ts';
import { healInstant, type Instant } from './fault-instant.ts';
import { atText, counted, phasesOf, unmeasured } from './measurement.ts';
import { scoredFrom, streamOutages } from './outages.ts';
import { type Episode, episode, worstRecovery } from './stream-recovery.ts';
import { asksApi, namesOf, samplesIn, type Stream, streamsOf } from './streams.ts';
import { recoveryRun, sustainMs, sustainRatio } from './sustained-recovery.ts';

/** How long the API took to come back whole once nothing was broken any more. */
export const apiRecoveryAfterHeal: Indicator = {
  name: 'api.recoveryAfterHeal',
  summary: 'How long after the heal until every apiserver, and the load balancer, answered for good.',
  definition:
    'Over all streams to the load balancer and to each apiserver, the longest time from the last heal that was confirmed to sustained ' +
    `recovery (${recoveryRun} good in a row, then ${sustainMs / 1000} s with at least ${sustainRatio * 100} % good and no outage, dated back to the first good) from the first outage ` +
    `(${scoredFrom} bad samples in a row or more) that lasts into or begins in the recovery phase. No outage: 0. Not recovered, or too little seen to tell: a lower bound.`,
  dimension: 'duration',
  better: 'lower',
  phases: ['recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const recovery = phases.find(({ name }) => name === 'recovery');
    if (recovery === undefined) return unmeasured('it is measured from the heal on');
    const heal = healInstant(timeline);
    if (typeof heal === 'string') return unmeasured(heal);
    const streams = streamsOf(timeline).filter(asksApi);
    if (streams.length === 0) return unmeasured('no stream asks the API');
    const silent = streams.filter((stream) => samplesIn(stream, [recovery]).length === 0);
    if (silent.length > 0) return unmeasured(`nothing was seen in the recovery phase on ${namesOf(silent)}`);
    const samples = streams.reduce((sum, stream) => sum + samplesIn(stream, [recovery]).length, 0);
    const episodes = streams.flatMap((stream) => afterHeal(stream, heal, recovery.endAt));
    const worst = worstRecovery(episodes, samples, 'healed');
    if (worst !== undefined) return worst;
    const evidence = `healed ${atText(heal.at)}; no outage then or later on ${counted(streams.length, 'API stream')}`;
    return { status: 'measured', value: 0, samples, evidence };
  },
};

function afterHeal(stream: Stream, heal: Instant, untilAt: number): readonly Episode[] {
  const outage = streamOutages(stream.samples).find(
    ({ startAt, endAt, open }) => startAt < untilAt && (endAt > heal.at || open),
  );
  return outage === undefined ? [] : [episode(stream, outage, heal)];
}
