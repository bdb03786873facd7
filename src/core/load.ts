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

/** Sends load until the signal aborts, and tells of each request. Rejects when it cannot be sent, with the reason. */
export type SendLoad = (job: LoadJob, emit: (observation: Observation) => void, signal: AbortSignal) => Promise<void>;
