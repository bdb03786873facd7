import type { Indicator } from './indicator.ts';
import type { Verdict } from './objective.ts';

/** One run's value of an indicator. */
export interface Dot {
  readonly run: string;
  readonly value: number;
  /** A lower bound: it ranks above every value. */
  readonly censored: boolean;
}

/** What several runs say of one indicator. */
export interface Spread {
  readonly sli: string;
  /** What an objective narrows the indicator to: `during recovery, worst of lb *`; left out where it does not. */
  readonly scope?: string;
  readonly unit: string;
  readonly better: Indicator['better'];
  /** Of the runs that concluded and measured it, in their order. */
  readonly dots: readonly Dot[];
  /** How many of the runs that concluded did not measure it. */
  readonly unmeasured: number;
  readonly median?: number;
  /** The median run had not ended: the median is a lower bound. */
  readonly medianCensored: boolean;
  /** At least 95 %, by order statistics; from six runs on. The upper end is missing where it never ended. */
  readonly interval?: readonly [number, number | undefined];
}

/** How an objective fared over several runs. */
export interface ObjectiveTally {
  readonly sli: string;
  readonly scope?: string;
  readonly objective: string;
  readonly met: number;
  readonly missed: number;
  /** Unmeasured or skipped, in runs that concluded. */
  readonly unjudged: number;
}

/** Runs of one scenario on one backend, taken together. Inconclusive runs are listed and counted, and never in a figure. */
export interface RunSet {
  readonly scenario: string;
  readonly title: string;
  readonly backend: string;
  readonly simulated: boolean;
  readonly runs: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly seed: number;
    readonly verdict: Verdict;
    readonly score?: number;
    /** Why it says nothing, where it does not. */
    readonly doubt?: string;
  }[];
  readonly concluded: number;
  readonly objectives: readonly ObjectiveTally[];
  /** The values that the objectives were judged by, over their phases and streams. */
  readonly judged: readonly Spread[];
  /** Every indicator, over its own phases. */
  readonly spreads: readonly Spread[];
}

export type Finding = 'regression' | 'improvement' | 'no evidence' | 'not tested';

/** One indicator, before and after. */
export interface ComparedIndicator {
  readonly sli: string;
  readonly scope?: string;
  readonly unit: string;
  readonly better: Indicator['better'];
  readonly before: Spread;
  readonly after: Spread;
  readonly finding: Finding;
  /** Why, with the figures. */
  readonly reason: string;
  /** By how much the later runs are worse (Hodges-Lehmann), in base units; missing where it is beyond measure. */
  readonly shift?: number;
  /** The shift over the earlier median. */
  readonly relative?: number;
  /** Two-sided, adjusted after Holm. */
  readonly p?: number;
  /** The smallest factor that these runs could have shown. */
  readonly detectable?: number;
}

/** Two sets of runs of one scenario. */
export interface Comparison {
  readonly schema: 'aftershock/comparison/v1';
  readonly before: RunSet;
  readonly after: RunSet;
  readonly finding: Exclude<Finding, 'not tested'>;
  /** What else than chance differs between them: versions, settings, the scenario itself. */
  readonly differences: readonly string[];
  readonly indicators: readonly ComparedIndicator[];
}
