import type { Random } from '../base/random.ts';
import type { Action, AppliedObject } from './action.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Definition } from './definition.ts';

/** What a fault may look at when it draws its targets. */
export interface PlanContext {
  /** Fresh: read when the fault is about to be injected. */
  readonly state: ClusterState;
  readonly random: Random;
  /** Namespace for the objects of this run. */
  readonly namespace: string;
  /** Labels that every object of this run carries. */
  readonly labels: Readonly<Record<string, string>>;
  /** Unique over runs, at most 16 characters, a DNS label: Chaos Mesh names its rules after it. A fault may append up to 4. */
  readonly name: string;
  /** How long the fault is to last; carried into objects as a second net under the heal. */
  readonly durationMs: number;
}

/** A part of the kernel below the nodes that some queue or filter is made of. */
export type KernelModule = 'ip_set' | 'sch_netem' | 'sch_tbf' | 'sch_prio' | 'sch_sfq' | 'cls_u32';

/**
 * Something that a fault needs of the place where it is to run, looked for before anything is touched: a kind that Chaos Mesh
 * must serve, with the programs by which it does it; a module of the kernel below the nodes; disks that are the nodes' own,
 * because to fill one must not fill this machine's; or a load balancer that knows its servers when it starts again.
 */
export type Need = AppliedObject['kind'] | KernelModule | 'own-disks' | 'lasting-balancer';

/** What a fault will do. */
export interface FaultPlan {
  /** The actions of a step are injected at once, and the next step when all of them are; healed in the reverse order. */
  readonly steps: readonly (readonly Action[])[];
  /** The draw, in words: `zone az-b (drawn from 3)`. */
  readonly targets: readonly string[];
  /** Nodes that the fault itself takes away from the cluster. */
  readonly disabledNodes: readonly string[];
  /** The steps begin so far apart; default: each as soon as the one before it is injected. */
  readonly everyMs?: number;
  /** Injected for `onMs`, healed for `offMs`, and so on until the fault is over; default: once. */
  readonly cycle?: { readonly onMs: number; readonly offMs: number };
}

/** Decides what to break; a backend does the breaking. Throws HarnessError('unsatisfiable') when there is nothing to break. */
export interface BoundFault {
  /** Default: nothing that any backend lacks. */
  readonly needs?: readonly Need[];
  readonly plan: (context: PlanContext) => FaultPlan;
}

export type Fault = Definition<BoundFault>;
