import type { ErrorRecord } from '../../core/errors.ts';
import type { RunReport } from '../../core/report.ts';
import type { Settings } from '../../core/settings.ts';
import type { FinishedRun } from '../run-once.ts';
import type { Draw } from '../run-parts.ts';
import type { Look, Said } from './forwarded-output.ts';

/** What a process that rehearses is given once. */
export interface CrewInput {
  readonly settings: Settings;
  /** undefined: nothing is written, and reports are all that comes of it. */
  readonly reportsDir: string | undefined;
  readonly look: Look;
}

/** What it is given for each rehearsal, one at a time. */
export type Job = Pick<Draw, 'scenario' | 'seed' | 'command'>;

/** An error as it crosses to another process: a class does not. */
export interface ForwardedError extends ErrorRecord {
  readonly stack: string | undefined;
}

/** What it says: what is meant for people and programs, and how the rehearsal ended. */
export type CrewMessage =
  | { readonly kind: 'said'; readonly said: Said }
  | { readonly kind: 'finished'; readonly finished: FinishedRun | RunReport }
  | { readonly kind: 'failed'; readonly error: ForwardedError };
