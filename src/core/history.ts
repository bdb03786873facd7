import type { Verdict } from './objective.ts';

/** What the history keeps of one run. */
export interface HistoryEntry {
  readonly id: string;
  readonly scenario: string;
  readonly title: string;
  readonly backend: string;
  readonly simulated?: boolean;
  readonly verdict: Verdict;
  readonly score: number | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Of its report, relative to the reports folder. */
  readonly href: string;
  /** Indicators by id; undefined where not measured. */
  readonly slis: Readonly<Record<string, number | undefined>>;
  /** Ids of the indicators whose value is a lower bound; without this list no value is printed beside its trend. */
  readonly censored?: readonly string[];
  /** The same for runs of the same scenario text, overrides and objectives. */
  readonly fingerprint?: string;
}

/** How an indicator went over the runs that concluded. */
export interface Trend {
  readonly sli: string;
  readonly runs: number;
  readonly latest: number;
  readonly latestCensored: boolean;
  /** Median of the runs before the latest; what never ended ranks highest and is missing here when it is in the middle. */
  readonly median?: number;
}

/** The runs of one scenario on one backend. */
export interface HistorySeries {
  readonly scenario: string;
  readonly title: string;
  readonly backend: string;
  readonly simulated: boolean;
  readonly runs: number;
  readonly passed: number;
  readonly failed: number;
  readonly inconclusive: number;
  /** The latest verdict, and how many runs it has stood. */
  readonly streak: { readonly verdict: Verdict; readonly runs: number };
  /** How often the verdict of the same scenario turned between pass and fail within the latest runs. */
  readonly flips: number;
  /** It turned at least twice: neither verdict can be relied on. */
  readonly flaky: boolean;
  readonly trends: readonly Trend[];
}
