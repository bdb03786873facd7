import type { FinishedRun } from './run-once.ts';

/** How one run of several ended: with a report, or before it could begin. */
export type Outcome =
  | { readonly kind: 'finished'; readonly finished: FinishedRun }
  | { readonly kind: 'failed'; readonly thrown: unknown };
