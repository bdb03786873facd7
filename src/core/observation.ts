import type { AgentSample } from './agents.ts';
import type { Component } from './metrics.ts';
import type { QueryTake, QueryUnit } from './query.ts';

/** Why a request was bad. */
export type RequestError =
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'unreachable'
  | 'dns'
  | 'tls'
  | 'closed'
  | 'throttled' // 429
  | 'status' // any other unexpected status
  | 'slow' // the right answer, too late to be good
  | 'denied' // 401, 403, 404: a bad sample where the baseline shows that the harness may ask, else the run is in doubt
  | 'other';

/** One request of a stream. All instants in ms since the run began. */
export interface RequestObservation {
  readonly kind: 'request';
  /** The stream's id. */
  readonly stream: string;
  readonly scheduledAt: number;
  readonly sentAt: number;
  readonly connectedAt?: number;
  readonly securedAt?: number;
  readonly firstByteAt?: number;
  readonly endedAt: number;
  /** Transport ok, expected status, body read, within the stream's goodWithinMs. */
  readonly good: boolean;
  readonly error?: RequestError;
  /** The server's or the socket's own words, shortened; only where bad. */
  readonly detail?: string;
  readonly status?: number;
  readonly remoteAddress?: string;
  readonly reusedConnection: boolean;
}

/** A pod as a watch showed it. */
export interface PodObservation {
  readonly kind: 'pod';
  readonly at: number;
  readonly change: 'present' | 'gone';
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string | undefined;
  readonly ownerUid: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly phase: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  /** The server's own stamps, Unix ms, 1 s precise. */
  readonly createdUnixMs?: number;
  readonly scheduledUnixMs?: number;
  /** Its sandbox and network are there (PodReadyToStartContainers). */
  readonly sandboxUnixMs?: number;
  readonly startedUnixMs?: number;
  readonly readyUnixMs?: number;
}

export interface NodeObservation {
  readonly kind: 'node';
  readonly at: number;
  readonly name: string;
  readonly zone: string | undefined;
  readonly ready: 'True' | 'False' | 'Unknown';
  /** `key:effect` of each taint. */
  readonly taints: readonly string[];
}

/** How many replicas an owner of pods wants. */
export interface WorkloadObservation {
  readonly kind: 'workload';
  readonly at: number;
  readonly namespace: string;
  readonly name: string;
  readonly desired: number;
  readonly ready: number;
  /** Label selector (matchLabels) of its pods. */
  readonly selector: Readonly<Record<string, string>>;
}

/** One scrape of an etcd member's health. */
export interface EtcdObservation {
  readonly kind: 'etcd';
  readonly at: number;
  readonly node: string;
  readonly reachable: boolean;
  readonly hasLeader?: boolean;
  readonly isLeader?: boolean;
  readonly leaderChanges?: number;
}

/** The `resource` of a watch observation that speaks of the scrapes of etcd, which are no watch of the API. */
export const etcdScrapes = 'etcd';

/** A watch that lost, or found again, its sight: what happened in between is known only afterwards. */
interface WatchObservation {
  readonly kind: 'watch';
  readonly at: number;
  readonly resource: string;
  readonly state: 'seeing' | 'blind';
  readonly detail?: string;
}

/** A histogram, cumulative since its process began. */
export interface HistogramCounts {
  /** Finite upper bounds, in rising order. */
  readonly bounds: readonly number[];
  /** How many were at most each of them; the last counts all. */
  readonly counts: readonly number[];
}

/**
 * One scrape of an instance's metrics. The first of an instance, and of each new process of it, has every series; a later one
 * has those that changed.
 */
export interface MetricsObservation {
  readonly kind: 'metrics';
  readonly at: number;
  readonly component: Component;
  readonly instance: string;
  readonly reachable: boolean;
  /** Why it was not reached. */
  readonly detail?: string;
  readonly startedUnixMs?: number;
  /** Counters and gauges by their series: `workqueue_depth{name="node"}`. */
  readonly values: Readonly<Record<string, number>>;
  readonly histograms: Readonly<Record<string, HistogramCounts>>;
}

/** Who holds a lease of the control plane, as a watch showed it. Stamps are the holder's own, Unix ms. */
export interface LeaseObservation {
  readonly kind: 'lease';
  readonly at: number;
  /** `kube-scheduler`, `kube-controller-manager`. */
  readonly name: string;
  readonly holder: string;
  readonly acquiredUnixMs?: number;
  readonly renewedUnixMs?: number;
}

/** One slice of a service's endpoints, as a watch showed it. */
export interface EndpointsObservation {
  readonly kind: 'endpoints';
  readonly at: number;
  readonly slice: string;
  readonly service: string;
  /** Uids of the pods that traffic is sent to; none of a slice that is gone. */
  readonly ready: readonly string[];
}

/** A station of a pod that the harness started to see how long a start takes. */
export interface CanaryObservation {
  readonly kind: 'canary';
  /** When it was first seen to have come so far. */
  readonly at: number;
  readonly name: string;
  readonly stage: 'asked' | 'created' | 'scheduled' | 'sandbox' | 'started' | 'ready' | 'ended';
  /** Why it was not created; only of `ended`. */
  readonly error?: string;
}

/** One probe of an agent inside the cluster. */
export interface AgentObservation extends AgentSample {
  readonly kind: 'agent';
}

/** One request that a load generator sent. */
export interface LoadObservation {
  readonly kind: 'load';
  /** When it was begun. */
  readonly at: number;
  /** With its connection; a failed one is charged its time-out. */
  readonly ms: number;
  readonly good: boolean;
  readonly status?: number;
  readonly error?: string;
}

/** Requests that a load generator should have sent and did not. */
interface LoadDroppedObservation {
  readonly kind: 'load-dropped';
  readonly at: number;
  readonly count: number;
}

/** The answer of one query of the scenario's own, over the whole run; saved with it, so that it can be judged again. */
export interface QueryObservation {
  readonly kind: 'query';
  readonly at: number;
  readonly name: string;
  readonly unit: QueryUnit;
  readonly better: 'lower' | 'higher';
  readonly query: string;
  readonly take: QueryTake;
  readonly stepMs: number;
  /** Instants and values; empty where there is none. */
  readonly points: readonly (readonly [at: number, value: number])[];
  /** Why there is no answer. */
  readonly error?: string;
}

/** One entry of the ledger. `revision` where it was acknowledged, else `error`. */
export interface LedgerWriteObservation {
  readonly kind: 'ledger-write';
  /** When the answer came, or was given up. */
  readonly at: number;
  readonly entry: number;
  readonly sentAt: number;
  readonly revision?: string;
  readonly error?: string;
}

/** What one apiserver gave back of the ledger at the end: `entries` with their versions, or `error`. */
export interface LedgerReadObservation {
  readonly kind: 'ledger-read';
  readonly at: number;
  readonly instance: string;
  readonly entries?: readonly (readonly [entry: number, revision: string])[];
  readonly error?: string;
}

/** What the processors of the machine that the harness runs on did between two instants, as shares of all their time. */
export interface MachineObservation {
  readonly kind: 'machine';
  /** The later of the two. */
  readonly at: number;
  readonly from: number;
  readonly idle: number;
  /** Taken by the machine's host for others (steal); absent where the system does not tell. */
  readonly stolen?: number;
}

export type Observation =
  | RequestObservation
  | PodObservation
  | NodeObservation
  | WorkloadObservation
  | EtcdObservation
  | MetricsObservation
  | LeaseObservation
  | EndpointsObservation
  | CanaryObservation
  | AgentObservation
  | LoadObservation
  | LoadDroppedObservation
  | QueryObservation
  | LedgerWriteObservation
  | LedgerReadObservation
  | MachineObservation
  | WatchObservation;

/** Whether it is one of many that come all the time, rather than a state that lasts until another is seen. */
export function isSample(one: Observation): one is RequestObservation | AgentObservation | LoadObservation {
  return one.kind === 'request' || one.kind === 'agent' || one.kind === 'load';
}
