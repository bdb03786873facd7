import type { Clock } from '../base/clock.ts';
import { formatDuration } from '../base/quantity.ts';
import { HarnessError } from '../core/errors.ts';

/** How long something may take, on the run's own clock. */
export interface Limit {
  readonly clock: Clock;
  readonly ms: number;
  /** What is being done, for the error: `heal of NetworkChaos as-1`. */
  readonly what: string;
  /** Gives up early, too. */
  readonly signal?: AbortSignal;
  /** After an abort of `signal`: how long the work may take to come to its end. Default: none. */
  readonly graceMs?: number;
}

/**
 * Runs `work` with a signal of its own that aborts when the limit is over. Rejects then even if the work ignores its
 * signal: what hangs must not keep the rest from being healed.
 */
export async function within<T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const settled = new AbortController();
  const expiry = expire(limit, own, settled.signal);
  try {
    return await Promise.race([work(own.signal), expiry]);
  } finally {
    settled.abort();
  }
}

async function expire(limit: Limit, own: AbortController, settled: AbortSignal): Promise<never> {
  const early = new AbortController();
  const onAbort = (): void => early.abort();
  const { signal } = limit;
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  settled.addEventListener('abort', onAbort, { once: true });
  await limit.clock.sleep(limit.ms, early.signal);
  signal?.removeEventListener('abort', onAbort);
  // The work is done: nobody waits for this promise any more.
  if (isAborted(settled)) return new Promise<never>(() => undefined);
  if (isAborted(signal)) {
    own.abort(signal?.reason);
    await limit.clock.sleep(limit.graceMs ?? 0, settled);
    throw signal?.reason;
  }
  const late = new HarnessError('unavailable', `${limit.what} was not done within ${formatDuration(limit.ms)}`);
  own.abort(late);
  throw late;
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
