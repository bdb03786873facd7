import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { ApiContext } from '../api/handler.ts';
import type { Process } from '../engine/process.ts';
import type { EtcdClient } from '../etcd/etcd.ts';
import type { Interface, Network } from '../network/network.ts';
import type { Store } from '../store/store.ts';
import type { Inflight } from './inflight.ts';
import type { RequestMetrics } from './metrics.ts';
import type { Seats } from './seats.ts';
import type { WatchCache } from './watch-cache.ts';

/** What an apiserver is started with. */
export interface ApiServerOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly port: number;
  readonly etcd: EtcdClient;
  readonly store: Store;
  readonly params: ClusterParams['apiserver'];
  readonly random: Random;
  readonly startedAtUnixMs: number;
  /** Admission that no object of the API configures; asked after the webhooks that one does. */
  readonly admit?: ApiContext['admit'];
  /** True: it has been running for a while, and does not go through its start. */
  readonly warm: boolean;
}

/** A running apiserver, as its parts see it. */
export interface Server {
  readonly options: ApiServerOptions;
  readonly cache: WatchCache;
  readonly seats: Seats;
  readonly metrics: RequestMetrics;
  /** All of a request's context but its storage. */
  readonly context: Omit<ApiContext, 'storage'>;
  /** Knows its roles: before that it denies. */
  authorized: boolean;
  /** Has been through its start. */
  started: boolean;
  stopping: boolean;
  /** Requests that are not answered yet; watches are not counted. */
  readonly inflight: Inflight;
}
