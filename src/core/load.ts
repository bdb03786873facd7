import type { Observation } from './observation.ts';

/** What a load generator of another's make is to do. */
export interface LoadJob {
  /** A script of the user's; undefined: the harness's own, which asks the workload through each of its ways in. */
  readonly script: string | undefined;
  readonly ratePerSecond: number;
  /** When a request is given up, and what a failed one is charged at least. */
  readonly timeoutMs: number;
  /** How many runners in the cluster share it (k6-operator); undefined: it is sent from this machine. */
  readonly runners?: number | undefined;
}

/** Sends load until the signal aborts. Rejects when it can be sent no longer, with the reason. */
export type SendLoad = (signal: AbortSignal) => Promise<void>;

/**
 * Puts in place what a job needs, before anything is measured; what takes long to begin sends when this resolves. Each request is
 * told, whenever it was sent. Rejects when the load cannot be sent, with the reason.
 */
export type PrepareLoad = (
  job: LoadJob,
  emit: (observation: Observation) => void,
  signal: AbortSignal,
) => Promise<SendLoad>;
