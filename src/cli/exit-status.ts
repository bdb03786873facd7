import type { ErrorCode } from '../core/errors.ts';
import type { Verdict } from '../core/objective.ts';

/** What the process ends with; README and docs/exit-status.md list the same. */
export const exitStatus = {
  pass: 0,
  sloMissed: 1,
  usage: 2,
  inconclusive: 3,
  unavailable: 4,
  notHealed: 5,
  aborted: 6,
  bug: 70,
  interrupted: 130,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Worst first: of several runs the worst wins. */
const worstFirst: readonly ExitStatus[] = [70, 130, 5, 4, 6, 1, 3, 2, 0];

const byError: Readonly<Record<ErrorCode | 'bug', ExitStatus>> = {
  usage: exitStatus.usage,
  'scenario-invalid': exitStatus.usage,
  unavailable: exitStatus.unavailable,
  unsatisfiable: exitStatus.inconclusive,
  unproven: exitStatus.inconclusive,
  'steady-state': exitStatus.inconclusive,
  'not-healed': exitStatus.notHealed,
  aborted: exitStatus.aborted,
  interrupted: exitStatus.interrupted,
  bug: exitStatus.bug,
};

/** The status of an error that ended the process. */
export function statusOfError(code: ErrorCode | 'bug'): ExitStatus {
  return byError[code];
}

/** The status of one run that came to its end. */
export function statusOfRun(run: {
  readonly verdict: Verdict;
  readonly leftovers: readonly string[];
  readonly stoppedBy?: { readonly code: ErrorCode | 'bug' };
}): ExitStatus {
  const verdict = { pass: exitStatus.pass, fail: exitStatus.sloMissed, inconclusive: exitStatus.inconclusive }[
    run.verdict
  ];
  const all: ExitStatus[] = [verdict];
  if (run.leftovers.length > 0) all.push(exitStatus.notHealed);
  if (run.stoppedBy !== undefined) all.push(byError[run.stoppedBy.code]);
  return worstOf(all);
}

/** The worst of several, in the order 70, 130, 5, 4, 6, 1, 3, 2, 0. */
export function worstOf(statuses: readonly ExitStatus[]): ExitStatus {
  return worstFirst.find((status) => statuses.includes(status)) ?? exitStatus.pass;
}
