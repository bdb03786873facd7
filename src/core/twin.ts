import type { Indicator } from './indicator.ts';
import type { Verdict } from './objective.ts';

/** What runs of one kind say of an indicator, in its base unit. */
export interface TwinSide {
  /** Of the runs that measured it, in their order; one that never ended is a lower bound. */
  readonly values: readonly { readonly value: number; readonly censored: boolean }[];
  readonly median?: number;
  /** The median run had not ended: the median is a lower bound. */
  readonly medianCensored: boolean;
}

/** `alike`: within the factor, inside the simulated range, or no further apart than matters. `unknown`: a side has no value. */
export type TwinPlace = 'alike' | 'apart' | 'unknown';

/** One indicator on a real cluster, and what the simulated one predicts. */
export interface TwinIndicator {
  readonly sli: string;
  readonly unit: string;
  readonly better: Indicator['better'];
  readonly measured: TwinSide;
  readonly simulated: TwinSide;
  /** Simulated over measured, of the medians; of a share, of what is lacking to all. Missing where one is nothing. */
  readonly ratio?: number;
  readonly place: TwinPlace;
  /** Why they are apart, as far as the figures tell; empty where they are alike. */
  readonly reason: string;
}

/** A real cluster's runs of a scenario beside rehearsals with the same settings. */
export interface Twin {
  readonly schema: 'aftershock/twin/v1';
  readonly scenario: string;
  readonly title: string;
  readonly backend: string;
  readonly runs: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly seed: number;
    readonly verdict: Verdict;
  }[];
  /** Of the rehearsals. */
  readonly seeds: readonly number[];
  /** What the simulated cluster was told of the real one: `etcd.electionTimeout=2500ms`. */
  readonly settings: readonly string[];
  /** Further apart than this is `apart`. */
  readonly factor: number;
  /** What holds for all of them. */
  readonly notes: readonly string[];
  readonly indicators: readonly TwinIndicator[];
}
