import type { ClusterOverrides } from './cluster-params/index.ts';
import type { Objective } from './objective.ts';
import type { QuerySpec } from './query.ts';

/** What a cluster must have before a scenario makes sense. */
export interface Requirements {
  readonly zones: number;
  readonly controlPlanes: number;
  readonly workers: number;
}

/** One fault of a scenario: which, when, how long, with what. */
export interface FaultEntry {
  readonly name: string;
  readonly type: string;
  /** From the beginning of the fault phase. */
  readonly atMs: number;
  readonly forMs: number;
  readonly with: unknown;
}

interface ProbeEntry {
  readonly type: string;
  readonly with: unknown;
}

/** A guard: when the indicator, measured over the last `forMs`, is beyond the bound, the run is stopped and healed. */
export interface AbortRule {
  readonly sli: string;
  readonly comparison: Objective['comparison'];
  readonly bound: number;
  readonly forMs: number;
  readonly text: string;
}

/** A scenario file, read, validated, in base units (ms, per second, ratios). Plain data. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly hypothesis: string;
  /** How it is to end on the simulated cluster of the default settings. */
  readonly expect?: 'pass' | 'fail' | 'inconclusive';
  readonly requires: Requirements;
  /** A name under scenarios/workloads/, or a path to manifests; undefined: none. */
  readonly workload: string | undefined;
  /** What it says of a simulated cluster, as it was written. */
  readonly cluster: ClusterOverrides;
  readonly timeline: { readonly baselineMs: number; readonly recoveryMs: number };
  readonly faults: readonly FaultEntry[];
  readonly probes: readonly ProbeEntry[];
  readonly abort: readonly AbortRule[];
  readonly slos: readonly Objective[];
  /** Indicators of its own. */
  readonly queries?: readonly QuerySpec[];
  /** The file as it stood, with the overrides that were laid over it. */
  readonly source: { readonly file: string; readonly text: string; readonly overrides: readonly string[] };
}
