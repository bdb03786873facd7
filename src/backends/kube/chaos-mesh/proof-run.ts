import type { ProofRecord } from '../../../core/timeline.ts';

/** What is looked at before the injection, so that the proof after it is not vacuous, and the proof itself. */
export interface ProofRun {
  readonly before: (signal: AbortSignal) => Promise<void>;
  /** Resolves when the effect was seen, or was not within the time that it may take. */
  readonly after: (signal: AbortSignal) => Promise<ProofRecord>;
  /** Whether every target is seen to have been hit; for deeds that are over at once. */
  readonly struck?: (signal: AbortSignal) => Promise<boolean>;
}
