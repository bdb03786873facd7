/** Why the harness stops. Each code has one exit status (cli/exit-status.ts). */
export type ErrorCode =
  | 'usage' // the command line is wrong
  | 'scenario-invalid' // a scenario, suite or settings file is wrong
  | 'unavailable' // a cluster or a tool that is needed is not there
  | 'unsatisfiable' // the cluster has no target for a fault: nothing can be concluded
  | 'unproven' // an injection was applied, and its effect was not seen
  | 'steady-state' // what must hold before anything is broken does not
  | 'not-healed' // something could not be undone
  | 'aborted' // a guard stopped the run
  | 'interrupted'; // a person stopped the run

/** An error that the harness foresaw: what happened with the value, and one imperative hint. Anything else thrown is a bug of ours. */
export class HarnessError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, { cause: options.cause });
    this.name = 'HarnessError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** An error as it is written to disk. */
export interface ErrorRecord {
  readonly code: ErrorCode | 'bug';
  readonly message: string;
  readonly hint?: string;
}

/** Plain data from anything thrown. */
export function errorRecord(thrown: unknown): ErrorRecord {
  if (thrown instanceof HarnessError) {
    return { code: thrown.code, message: thrown.message, ...(thrown.hint === undefined ? {} : { hint: thrown.hint }) };
  }
  return { code: 'bug', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The message of anything thrown, with its causes' messages. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined || thrown.cause === null ? '' : ` (${messageOf(thrown.cause)})`;
  return thrown.message + cause;
}

/** Something that stands in the way of a run, found by preflight. */
export interface Problem {
  /** Which check found it, e.g. `docker`, `chaos-mesh`. */
  readonly check: string;
  readonly message: string;
  readonly hint: string;
  /** It goes away by itself within minutes, as a pod that is starting does: preflight waits for that. */
  readonly mendsItself?: true;
}
