import type { Indicator } from '../core/indicator.ts';
import { unmeasured } from './measurement.ts';
import { skewsOf, skewWords } from './zone-skew.ts';

/** How uneven it stayed. */
export const topologySkewResidual: Indicator = {
  name: 'topology.skewResidual',
  summary: 'How unevenly a workload’s pods lay over the zones at the end.',
  definition: `${skewWords} That at the end of the phases: the scheduler never moves a pod back.`,
  dimension: 'count',
  better: 'lower',
  phases: ['recovery'],
  measure: (timeline, phaseNames) => {
    const skews = skewsOf(timeline, phaseNames);
    if ('status' in skews) return skews;
    const last = skews.at(-1);
    if (last === undefined) return unmeasured('no instant was seen');
    return { status: 'measured', value: last.skew, samples: skews.length, evidence: last.words };
  },
};
