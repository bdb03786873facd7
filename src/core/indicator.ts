import type { Dimension } from '../base/quantity.ts';
import type { StreamSpec } from './stream.ts';
import type { PhaseName, Timeline } from './timeline.ts';

/** An interval that an indicator is measured over, named by phases. */
export type JudgedPhase = Extract<PhaseName, 'baseline' | 'fault' | 'recovery'>;

/**
 * The value of an indicator. `censored`: it had not ended when the observation did, the value is a lower bound.
 * `unmeasured` is an answer; zero is never a substitute for it.
 */
export type Measurement =
  | {
      readonly status: 'measured' | 'censored';
      readonly value: number;
      readonly samples: number;
      /** What the number rests on, in words: stream, interval, pod. */
      readonly evidence: string;
      /** Smallest and largest true value that the samples allow. */
      readonly bounds?: readonly [number, number];
    }
  | { readonly status: 'unmeasured'; readonly reason: string };

/** An SLI: one number out of a timeline. Pure. */
export interface Indicator {
  /** `subject.quantity[.percentile]`. */
  readonly name: string;
  readonly summary: string;
  /** Exact definition, with its source. */
  readonly definition: string;
  /** `duration` in ms, `ratio` 0..1, `count`, or as `unit` says. */
  readonly dimension: Dimension | 'replica-seconds';
  readonly better: 'lower' | 'higher';
  /** Phases that it is measured over unless the objective says `during`. */
  readonly phases: readonly JudgedPhase[];
  readonly measure: (timeline: Timeline, phases: readonly JudgedPhase[]) => Measurement;
  /** Whose requests it looks at, for guards, which look each second; undefined: it may be anybody's. */
  readonly reads?: (stream: StreamSpec) => boolean;
}
