import type { Output, RunOptions } from '../exec.ts';

/** Runs a shell script in a node and answers with what it printed; rejects when it fails. */
export type Shell = (node: string, script: string, signal: AbortSignal, timeoutMs?: number) => Promise<string>;

/** The container runtime's own command. */
export type Runtime = (args: readonly string[], options?: RunOptions) => Promise<Output>;
