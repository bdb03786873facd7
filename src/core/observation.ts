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

export type Observation =
  | RequestObservation
  | PodObservation
  | NodeObservation
  | WorkloadObservation
  | EtcdObservation
  | WatchObservation;
