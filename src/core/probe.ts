import type { Clock } from '../base/clock.ts';
import type { Observed } from './cluster.ts';
import type { Definition } from './definition.ts';
import type { Observation } from './observation.ts';
import type { ProbeTarget, StreamSpec } from './stream.ts';

export interface ProbeContext {
  readonly clock: Clock;
  readonly cluster: Observed;
  readonly signal: AbortSignal;
  readonly emit: (observation: Observation) => void;
}

/** Watches from outside until the signal aborts. What goes wrong out there is an observation, not an exception. */
export interface BoundProbe {
  /** Request streams; the backend sends them all on one schedule, apart from the work of the harness. */
  readonly streams: (targets: readonly ProbeTarget[]) => readonly StreamSpec[];
  /** Puts in place what the probe needs, before anything is measured. Never rejects: what is missing is an observation. */
  readonly prepare?: (context: ProbeContext) => Promise<void>;
  /** Anything else that is watched; resolves soon after the signal aborts. */
  readonly observe: (context: ProbeContext) => Promise<void>;
}

export interface Probe extends Definition<BoundProbe> {
  /** Runs in every scenario, named or not. */
  readonly alwaysOn: boolean;
}
