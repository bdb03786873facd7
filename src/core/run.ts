import type { Indicator } from './indicator.ts';
import type { ErrorRecord } from './errors.ts';
import type { BoundFault } from './fault.ts';
import type { Observation } from './observation.ts';
import type { BoundProbe } from './probe.ts';
import type { AbortRule, FaultEntry, Scenario } from './scenario.ts';
import type { Mark, Phase, PhaseName, Timeline } from './timeline.ts';
import type { ClusterFacts } from './cluster.ts';

/** A scenario bound to code: rebuilt from the scenario whenever needed, never saved. */
export interface RunPlan {
  readonly scenario: Scenario;
  readonly faults: readonly { readonly entry: FaultEntry; readonly fault: BoundFault }[];
  readonly probes: readonly BoundProbe[];
  readonly guards: readonly { readonly rule: AbortRule; readonly indicator: Indicator }[];
}

/** How the instrument itself fared. */
export interface HarnessRecord {
  readonly probesPlanned: number;
  readonly probesSent: number;
  readonly cpuMs: number;
  readonly rssMb: number;
  /** The largest jump of the machine's wall clock in the run; undefined where time is not real. */
  readonly clockStepMs?: number;
}

/** A run that began always answers with its record, however it ended. Plain data. */
export interface RunRecord {
  readonly runId: string;
  readonly seed: number;
  readonly facts: ClusterFacts;
  readonly timeline: Timeline;
  /** What of the steady state did not hold before the faults; empty when all did. */
  readonly steadyState: readonly string[];
  readonly stoppedBy: ErrorRecord | undefined;
  /** What could not be healed or removed. */
  readonly leftovers: readonly string[];
  /** The objects and node actions that were applied, in order. */
  readonly applied: readonly unknown[];
  readonly harness: HarnessRecord;
}

/** Told of a run while it goes on. A listener that throws is dropped, and does not disturb the run. */
export interface RunListener {
  readonly onPhase?: (name: PhaseName, startAt: number, plannedEndAt: number | undefined) => void;
  readonly onPhaseEnd?: (phase: Phase) => void;
  readonly onMark?: (mark: Mark) => void;
  readonly onObservation?: (observation: Observation) => void;
}
