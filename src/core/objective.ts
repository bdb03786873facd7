import type { JudgedPhase, Measurement } from './indicator.ts';

export type Comparison = '<=' | '>=' | '<' | '>';

/** An SLO: an indicator, a comparison and a bound. Values in the indicator's base unit (ms, ratio, count). */
export interface Objective {
  readonly sli: string;
  readonly comparison: Comparison;
  readonly bound: number;
  /** As the scenario wrote it, for people. */
  readonly text: string;
  /** Where the score reaches 0.5. */
  readonly limit: number;
  readonly weight: number;
  readonly during: readonly JudgedPhase[];
  /** Only the streams whose ids match one of these patterns (`*` for anything) are looked at; all where left out. */
  readonly streams?: readonly string[];
  /** How the streams' values become one: each stream is measured alone. Left out: the indicator pools them as it defines. */
  readonly aggregate?: Aggregate;
  /** Beyond this value a warning is given, though the objective is met. */
  readonly warn?: number;
  /** A miss makes the score of the whole run 0, and is told first. */
  readonly critical?: boolean;
  /** The profile that it comes from; left out: the scenario itself. */
  readonly profile?: string;
}

/** How values of several streams become one. */
export const aggregates = ['worst', 'median', 'best'] as const;
type Aggregate = (typeof aggregates)[number];

/** Named objectives that scenarios extend, and that any saved run can be judged by. */
export interface SloProfile {
  readonly name: string;
  readonly title: string;
  readonly slos: readonly Objective[];
}

export type ObjectiveStatus = 'met' | 'missed' | 'unmeasured' | 'skipped';

export interface ObjectiveResult {
  readonly objective: Objective;
  readonly status: ObjectiveStatus;
  readonly measurement: Measurement;
  /** 0..1; undefined where nothing was judged. */
  readonly score: number | undefined;
  /** How much of the bound is left: (bound − value) / bound, the better way round. Negative when missed. */
  readonly headroom: number | undefined;
  readonly reason: string;
  /** Set where the objective is met and its warning bound is not. */
  readonly warning?: string;
}

export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** One condition of the instrument or the run: whether the numbers may be believed. */
export interface ValidityCheck {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failed';
  /** One line, however much was found. */
  readonly detail: string;
  /** All that was found, a line each, where `detail` only counts it. */
  readonly items?: readonly string[];
}
