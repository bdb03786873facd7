import type { Indicator } from '../core/indicator.ts';
import { criticalEpisodes } from './api-recovery.ts';
import type { Instant } from './fault-instant.ts';
import { atText, unmeasured } from './measurement.ts';
import { scoredFrom } from './outages.ts';
import type { Episode } from './stream-recovery.ts';

/** How soon clients of the API felt the fault. */
export const apiDetection: Indicator = {
  name: 'api.detection',
  summary: 'How long after the fault the first client of the API felt it.',
  definition:
    `From the fault to the first bad sample of the first outage (${scoredFrom} bad samples in a row or more) on any critical stream ` +
    '(load balancer; quorum read and write; new and reused connections) in the fault phase; with several faults the longest. ' +
    'Unmeasured when nothing was bad: what no client felt was not detected by one.',
  dimension: 'duration',
  better: 'lower',
  phases: ['fault'],
  measure: (timeline, phases) => {
    const found = criticalEpisodes(timeline, phases);
    if ('status' in found) return found;
    // What could not be asked may have been bad before the rest.
    if (found.doubt !== undefined) return unmeasured(found.doubt);
    const firsts = new Map<Instant, Episode>();
    for (const one of found.episodes) {
      const first = firsts.get(one.struck);
      if (first === undefined || one.outage.startAt < first.outage.startAt) firsts.set(one.struck, one);
    }
    const latest = [...firsts.values()].reduce<Episode | undefined>(
      (a, b) => (a && felt(a) >= felt(b) ? a : b),
      undefined,
    );
    if (latest === undefined) return unmeasured('nothing was bad on the critical streams in the fault phase');
    const { stream, outage, struck } = latest;
    const value = felt(latest);
    return {
      status: 'measured',
      value,
      samples: found.samples,
      evidence: `${stream.spec.id}: fault ${atText(struck.at)}, first bad ${atText(outage.startAt)}`,
      bounds: [Math.max(0, outage.startAt - struck.toAt), Math.max(value, outage.startAt - struck.fromAt)],
    };
  },
};

function felt({ outage, struck }: Episode): number {
  return Math.max(0, outage.startAt - struck.at);
}
