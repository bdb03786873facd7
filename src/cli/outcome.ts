import type { FinishedRun } from './run-once.ts';

/** How one run of several ended: with a report, or before it could begin. */
export type Outcome<T = FinishedRun> =
  | { readonly kind: 'finished'; readonly finished: T }
  | { readonly kind: 'failed'; readonly thrown: unknown };
