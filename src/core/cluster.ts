import type { Clock } from '../base/clock.ts';
import type { ProcessorTimes } from '../base/processor-times.ts';
import type { Action } from './action.ts';
import type { Agents } from './agents.ts';
import type { ClusterOverrides } from './cluster-params/index.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Problem } from './errors.ts';
import type { Need } from './fault.ts';
import type { Ledger } from './ledger.ts';
import type { PrepareLoad } from './load.ts';
import type { MetricsSource } from './metrics.ts';
import type { Observation } from './observation.ts';
import type { Requirements } from './scenario.ts';
import type { ProbeTarget, StreamSpec } from './stream.ts';
import type { ProofRecord } from './timeline.ts';

/** The stations of an injection, in their order. `proof` carries what was seen. */
export type InjectionStage = 'applied' | 'injected' | 'proved' | 'healing' | 'healed' | 'gone';
export type NoteStage = (stage: InjectionStage, proof?: ProofRecord) => void;

/** One action, ready to go. Each call honours its signal. */
export interface Injection {
  /** Resolves when the action is applied, injected and its effect was looked for; rejects when it cannot be applied. */
  readonly inject: (signal: AbortSignal, note: NoteStage) => Promise<void>;
  /** Idempotent; safe before, during a half-way, and after an inject. Resolves when nothing of it is left. */
  readonly heal: (signal: AbortSignal, note: NoteStage) => Promise<void>;
}

/** How many requests were due and how many were sent; they differ when the sender was broken. */
export interface SentCount {
  readonly planned: number;
  readonly sent: number;
  /** What the sender used of the machine beside the harness's own process. */
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** Small pods in the run's namespace that are started to see how long a start takes. */
export interface Canaries {
  /** Rejects when the API does not acknowledge it. */
  readonly create: (name: string, signal: AbortSignal) => Promise<void>;
  readonly remove: (name: string, signal: AbortSignal) => Promise<void>;
  /** Tells of each station that a canary is seen to have reached, once, until the signal aborts. */
  readonly watch: (emit: (observation: Observation) => void, signal: AbortSignal) => Promise<void>;
}

/** What probes see of a cluster. */
export interface Observed {
  readonly targets: readonly ProbeTarget[];
  /** Sends the streams until the signal aborts, then waits for what is under way. */
  readonly requests: (
    streams: readonly StreamSpec[],
    emit: (observation: Observation) => void,
    signal: AbortSignal,
  ) => Promise<SentCount>;
  /** Follows pods, workloads and endpoints of the workload's namespace, nodes, and the control plane's leases. */
  readonly watch: (emit: (observation: Observation) => void, signal: AbortSignal) => Promise<void>;
  /** Scrapes each etcd member once. */
  readonly etcd: (signal: AbortSignal) => Promise<readonly Observation[]>;
  /** All instances of all components that tell metrics, as they are now. */
  readonly metrics: () => readonly MetricsSource[];
  /** A load generator of another's make; undefined where time is not real. */
  readonly load: PrepareLoad | undefined;
  /** Undefined where nothing may be written. */
  readonly agents: Agents | undefined;
  /** Pods of the harness's own; undefined where nothing may be written. */
  readonly canaries: Canaries | undefined;
  /** Undefined where nothing may be written. */
  readonly ledger: Ledger | undefined;
  /** Of the machine that the harness runs on; undefined where time is not real. */
  readonly processors: (() => ProcessorTimes) | undefined;
}

/** What a report says about where it ran. */
export interface ClusterFacts {
  readonly versions: Readonly<Record<string, string>>;
  readonly topology: {
    readonly nodes: readonly { readonly name: string; readonly zone: string | undefined; readonly role: string }[];
    readonly zones: readonly string[];
    /** Settings that decide the figures, by component: `kube-controller-manager.node-monitor-grace-period`. */
    readonly flags: Readonly<Record<string, string>>;
    /** The node of each replica of the cluster's DNS when the run began; left out where none was found. */
    readonly nameServers?: readonly string[];
    /** Pods of the control plane that had been restarted when the run began, how often, and since when they run; left out where none are seen. */
    readonly restarted?: readonly { readonly name: string; readonly times: number; readonly startedUnixMs: number }[];
  };
  /** How the probes reach the cluster: the containers' own addresses, or published loopback ports. */
  readonly probePath: string;
}

/** A live cluster, real or simulated. */
export interface Cluster extends Observed {
  readonly facts: ClusterFacts;
  readonly state: (signal: AbortSignal) => Promise<ClusterState>;
  /** Why an action cannot be done here; undefined when it can. */
  readonly unsupported: (action: Action) => string | undefined;
  /** Does nothing yet: the runner files `heal` away before it calls `inject`. */
  readonly prepare: (action: Action) => Injection;
  /** What of the steady state does not hold; empty when all does. */
  readonly steadyState: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Takes away what the run made (its namespace); answers with what is left of the run. */
  readonly cleanUp: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Takes away whatever carries the harness's mark, of any run, journaled or not; answers with what is left. */
  readonly sweep: (signal: AbortSignal) => Promise<readonly string[]>;
}

/** How far a person said that faults may go on a cluster that is not the harness's own. */
export interface Consent {
  readonly maxNodes: number;
  readonly maxPods: number;
}

/** What a run asks of its backend. */
export interface RunRequest {
  /** `recover`: nothing is set up, and the API may be down when the cluster is handed over. */
  readonly mode: 'run' | 'recover';
  readonly runId: string;
  readonly seed: number;
  /** The run's own namespace. */
  readonly namespace: string;
  readonly workload: string | undefined;
  readonly requires: Requirements;
  /** What the scenario says of a simulated cluster. */
  readonly cluster: ClusterOverrides;
  /** Whether any fault is declared: a run that only observes needs no Chaos Mesh. */
  readonly faults: boolean;
  /** What the faults need of the backend. */
  readonly needs: readonly Need[];
  /** Undefined: faults were not allowed. Needed only where the cluster is somebody's own. */
  readonly consent?: Consent;
  readonly note: (text: string) => void;
}

/** Where scenarios run. Owns time: virtual on a simulator, the wall clock elsewhere. */
export interface Backend {
  readonly name: string;
  readonly summary: string;
  readonly simulated: boolean;
  /** Everything that stands in the way of a run, all at once. Empty: ready. */
  readonly preflight: (request: RunRequest, signal: AbortSignal) => Promise<readonly Problem[]>;
  readonly run: <T>(
    request: RunRequest,
    signal: AbortSignal,
    body: (cluster: Cluster, clock: Clock) => Promise<T>,
  ) => Promise<T>;
}
