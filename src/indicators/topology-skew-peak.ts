import type { Indicator } from '../core/indicator.ts';
import { atText, unmeasured } from './measurement.ts';
import { skewsOf, skewWords } from './zone-skew.ts';

/** How uneven it got. */
export const topologySkewPeak: Indicator = {
  name: 'topology.skewPeak',
  summary: 'How unevenly a workload’s pods lay over the zones at the worst instant.',
  definition: `${skewWords} The largest at any instant of the phases.`,
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const skews = skewsOf(timeline, phaseNames);
    if ('status' in skews) return skews;
    const [first] = skews;
    if (first === undefined) return unmeasured('no instant was seen');
    const { skew, at, words } = skews.reduce((a, b) => (b.skew > a.skew ? b : a), first);
    return { status: 'measured', value: skew, samples: skews.length, evidence: `${words} ${atText(at)}` };
  },
};
