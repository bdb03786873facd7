import type { ClusterParams } from '../../../core/cluster-params/index.ts';

/** How a balancer behaves. */
export interface Flavour {
  readonly checkIntervalMs: number;
  readonly checkTimeoutMs: number;
  /** Failed checks in a row until a server is given up; good ones until it is taken back. */
  readonly fall: number;
  readonly rise: number;
  /** An answer that is not 200 gives a server up at once. */
  readonly strict: boolean;
  readonly connectTimeoutMs: number;
  /** More attempts to reach the server that was chosen, and the wait before one that was refused. */
  readonly retries: number;
  readonly turnaroundMs: number;
  /** Silence in both directions after which a connection is cut. */
  readonly idleTimeoutMs: number;
  /** Reads nothing of a client before its server is reached: what came and is not read makes a reset of its close (RFC 1122, 4.2.2.13). */
  readonly readsLate: boolean;
  /** Share of healthy servers below which all are used; 0: never. */
  readonly panicBelow: number;
}

/** HAProxy's settings are parameters; Envoy's are those of kind 0.32 (pkg/cluster/internal/loadbalancer/config.go). */
export function flavourOf(params: ClusterParams['loadBalancer']): Flavour {
  if (params.flavour === 'envoy') return envoy;
  // `retries 3`, and a second before an attempt that was refused is made again: HAProxy's own defaults; no redispatch.
  return { ...params, strict: false, retries: 3, turnaroundMs: 1000, readsLate: false, panicBelow: 0 };
}

const envoy: Flavour = {
  checkIntervalMs: 2000,
  checkTimeoutMs: 3000,
  fall: 2,
  rise: 1,
  strict: true,
  connectTimeoutMs: 250,
  retries: 0,
  turnaroundMs: 0,
  idleTimeoutMs: 3_600_000,
  // source/common/tcp_proxy/tcp_proxy.cc, Filter::initialize: reading is disabled until the upstream is connected.
  readsLate: true,
  panicBelow: 0.5,
};
