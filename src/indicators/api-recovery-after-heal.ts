import type { Indicator } from '../core/indicator.ts';
import { chargedWithinMs, healInstant } from './fault-instant.ts';
import { atText, counted, phasesOf, unmeasured } from './measurement.ts';
import { scoredFrom } from './outages.ts';
import { episode, type Episodes, outagesIn, worstRecovery } from './stream-recovery.ts';
import { asksApi, doubtIn, namesOf, samplesIn, silentIn, streamsOf } from './streams.ts';
import { recoveryRun, sustainMs, sustainRatio } from './sustained-recovery.ts';

/** How long the API took to come back whole once nothing was broken any more. */
export const apiRecoveryAfterHeal: Indicator = {
  name: 'api.recoveryAfterHeal',
  summary: 'How long after the heal until every apiserver, and the load balancer, answered for good.',
  definition:
    'Over all streams to the load balancer and to each apiserver, the longest time from the last heal that was confirmed to sustained ' +
    `recovery (${recoveryRun} good in a row, then ${sustainMs / 1000} s with at least ${sustainRatio * 100} % good and no outage, dated back to the first good) over all outages ` +
    `(${scoredFrom} bad samples in a row or more) that last into or begin in the recovery phase. One that begins ${chargedWithinMs / 1000} s after the heal or later is ` +
    'measured from its own beginning. No outage: 0. Not recovered, or too little seen to tell: a lower bound.',
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
    const silent = silentIn(streams, [recovery]);
    if (silent.length > 0) return unmeasured(`nothing was seen in the recovery phase on ${namesOf(silent)}`);
    const found: Episodes = {
      episodes: streams.flatMap((stream) =>
        outagesIn(stream, heal.at, recovery.endAt).map((outage) => episode(stream, outage, heal)),
      ),
      samples: streams.reduce((sum, stream) => sum + samplesIn(stream, [recovery]).length, 0),
      doubt: doubtIn(streams, [recovery]),
    };
    const none = `healed ${atText(heal.at)}; no outage then or later on ${counted(streams.length, 'API stream')}`;
    return worstRecovery(found, 'healed', none);
  },
};
