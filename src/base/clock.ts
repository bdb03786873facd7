/**
 * The only door to time. Instants (`…At`) are milliseconds since the run began, on a monotonic clock;
 * one wall-clock anchor ties them to the calendar.
 */
export interface Clock {
  /** Milliseconds since the run began; never goes back. */
  readonly now: () => number;
  /** Unix time in milliseconds at which `now()` was 0. */
  readonly startedAtUnixMs: number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects: ask the signal why it woke. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Resolves when `now()` has reached `at`, or at once when the signal aborts or the instant is past. */
export async function sleepUntil(clock: Clock, at: number, signal?: AbortSignal): Promise<void> {
  // Timers count whole milliseconds and may wake a fraction early.
  for (let ms = at - clock.now(); ms > 0 && signal?.aborted !== true; ms = at - clock.now()) {
    await clock.sleep(ms, signal);
  }
}

const disposed = 'disposed';

/** A signal that aborts after `ms` by the clock; `dispose` calls it off. */
export function limitOn(clock: Clock, ms: number): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const limit = new AbortController();
  const over = new AbortController();
  void clock.sleep(ms, over.signal).then(() => {
    if (!over.signal.aborted) limit.abort(new Error(`the limit of ${ms} ms passed`));
  });
  // With a reason of its own: the default one records where it was made, each time.
  return { signal: limit.signal, dispose: () => over.abort(disposed) };
}
