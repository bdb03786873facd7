import type { Clock } from '../../base/clock.ts';
import { HarnessError } from '../../core/errors.ts';

/** The API said no, or could not be asked. `status` is 0 when no answer came. */
export class ApiError extends HarnessError {
  readonly status: number;
  /** The Status object's machine word: `AlreadyExists`, `Forbidden`, `Invalid`. */
  readonly reason: string | undefined;

  constructor(
    message: string,
    options: { status: number; reason?: string | undefined; cause?: unknown; hint?: string },
  ) {
    super('unavailable', message, options);
    this.name = 'ApiError';
    this.status = options.status;
    this.reason = options.reason;
  }
}

/** True where the same call may be answered in a moment: nobody answered, overload, an apiserver without etcd. */
export function passing(thrown: unknown): boolean {
  return thrown instanceof ApiError && (thrown.status === 0 || thrown.status === 429 || thrown.status >= 500);
}

const firstWaitMs = 250;
const longestWaitMs = 2000;

/** How long and by which clock to try again. */
export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** No new attempt after this; undefined: until the signal aborts. */
  readonly budgetMs?: number;
  /** Told of the first failure that is going to be retried. */
  readonly onWait?: (error: Error) => void;
}

/**
 * Runs `attempt` until it answers, waiting 250 ms to 2 s in between, over failures that pass (an API outage).
 * Throws the attempt's own error when it is final, the budget is used up, or the signal aborts.
 */
export async function retrying<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const { clock, signal } = patience;
  const giveUpAt = clock.now() + (patience.budgetMs ?? Number.POSITIVE_INFINITY);
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!passing(error) || signal.aborted || clock.now() + waitMs > giveUpAt) throw error;
      if (waitMs === firstWaitMs) patience.onWait?.(error as Error);
    }
    await clock.sleep(waitMs, signal);
  }
}
