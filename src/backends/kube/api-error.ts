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

/** True for a denial by roles, which an apiserver that has just started answers with until it knows them. */
export function deniedByRoles(status: number, message: unknown): boolean {
  return status === 403 && typeof message === 'string' && /\bforbidden: User "[^"]*" cannot /.test(message);
}

/** After an outage of all apiservers none knows its roles for some seconds; whoever is still denied then has no right to it. */
const rolesWithinMs = 60_000;
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
 * Runs `attempt` until it answers, waiting 250 ms to 2 s in between, over failures that pass (an API outage); without a budget also
 * over a minute of denials. Throws the attempt's own error when it is final, the budget is used up, or the signal aborts.
 */
export async function retrying<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const { clock, signal } = patience;
  const giveUpAt = clock.now() + (patience.budgetMs ?? Number.POSITIVE_INFINITY);
  let deniedAt: number | undefined;
  const passes = (error: unknown): boolean => {
    if (passing(error)) return true;
    const denied = error instanceof ApiError && deniedByRoles(error.status, error.message);
    if (!denied || patience.budgetMs !== undefined) return false;
    deniedAt ??= clock.now();
    return clock.now() - deniedAt < rolesWithinMs;
  };
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!passes(error) || signal.aborted || clock.now() + waitMs > giveUpAt) throw error;
      if (waitMs === firstWaitMs) patience.onWait?.(error as Error);
    }
    await clock.sleep(waitMs, signal);
  }
}
