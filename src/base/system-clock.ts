import type { Clock } from './clock.ts';

/** Where a system clock has its zero: `hrtime` is one for every process of the machine, so that all of them agree on it. */
export interface ClockOrigin {
  readonly hrtimeNs: bigint;
  readonly unixMs: number;
}

/** The origin of a run that begins now. */
export function originNow(): ClockOrigin {
  return { hrtimeNs: process.hrtime.bigint(), unixMs: Date.now() };
}

/** The machine's own monotonic clock, counted from `origin`. */
export function systemClock(origin: ClockOrigin = originNow()): Clock {
  return {
    now: () => Number(process.hrtime.bigint() - origin.hrtimeNs) / 1e6,
    startedAtUnixMs: origin.unixMs,
    sleep,
  };
}

/** Calls `action` every `ms` until the returned function is called. For display and bookkeeping, never for probing. */
export function every(ms: number, action: () => void): () => void {
  const timer = setInterval(action, ms);
  return () => clearInterval(timer);
}

/** A signal that aborts after `ms` or with `parent`, whichever is first; `dispose` frees the timer. */
export function deadline(ms: number, parent?: AbortSignal): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`deadline of ${ms} ms passed`)), ms);
  const onParent = (): void => controller.abort(parent?.reason);
  if (parent?.aborted === true) onParent();
  else parent?.addEventListener('abort', onParent, { once: true });
  return {
    signal: controller.signal,
    dispose: () => {
      clearTimeout(timer);
      parent?.removeEventListener('abort', onParent);
    },
  };
}

/** Node fires a timer of more than 2^31 - 1 ms at once. */
const longestTimerMs = 2 ** 31 - 1;

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(longestTimerMs, Math.max(0, ms)));
    signal?.addEventListener('abort', done, { once: true });
  });
}
