import type { Reschedule, RunReport } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';

/** All that expectations and advice are worked out from. */
export interface Reasoning extends Pick<RunReport, 'versions' | 'topology' | 'slis' | 'slos'> {
  readonly timeline: Timeline;
  readonly reschedules: readonly Reschedule[];
}

/** A part of what an indicator measures. */
export interface Part {
  readonly name: string;
  readonly ms: number;
}
