import type { Observations } from './observation-log.ts';
import type { StreamSpec } from './stream.ts';

export type PhaseName = 'setup' | 'baseline' | 'fault' | 'recovery' | 'observation' | 'teardown';

/**
 * A stretch of the run. `fault` lasts from the first injection to the last heal; `recovery` follows it. A run without faults
 * has one `observation` in place of `baseline`, `fault` and `recovery`.
 */
export interface Phase {
  readonly name: PhaseName;
  readonly startAt: number;
  readonly endAt: number;
}

/** Something that the harness did, or noticed of itself. */
export interface Mark {
  readonly at: number;
  readonly kind: 'phase' | 'fault' | 'injection' | 'guard' | 'problem' | 'note';
  /** One line for people. */
  readonly text: string;
}

/** What was seen of an injection's effect. */
export interface ProofRecord {
  readonly status: 'proven' | 'unproven';
  readonly detail: string;
}

/** One action, from its application to its disappearance. Instants are undefined when they were not reached. */
export interface InjectionRecord {
  readonly kind: 'chaos-mesh' | 'node' | 'api';
  readonly name: string;
  /** The create was accepted, or the command returned. */
  appliedAt?: number;
  /** The applier itself says that all targets are injected. */
  injectedAt?: number;
  /** The effect was seen from outside. */
  provedAt?: number;
  /** The undo was asked for. */
  healingAt?: number;
  /** The applier says that all targets are recovered. */
  healedAt?: number;
  /** The object, or the rule, is no more. */
  goneAt?: number;
  proof: ProofRecord;
  error?: string;
}

export interface FaultRecord {
  readonly name: string;
  readonly type: string;
  readonly targets: readonly string[];
  readonly disabledNodes: readonly string[];
  readonly injections: readonly InjectionRecord[];
  /** Why no injection was made, when none was. */
  readonly error?: string;
}

/** All that was done and seen: what indicators measure. */
export interface Timeline {
  readonly phases: readonly Phase[];
  readonly marks: readonly Mark[];
  readonly faults: readonly FaultRecord[];
  readonly streams: readonly StreamSpec[];
  readonly observations: Observations;
  /** Unix ms of instant 0. */
  readonly startedAtUnixMs: number;
  /** When the probes were told to stop. What was open then is known to have lasted until then, and no more is known; teardown comes later. */
  readonly endedAt: number;
}
