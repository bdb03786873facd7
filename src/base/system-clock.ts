import type { Action, Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';
import type { Event } from './event-heap.ts';
import { EventQueue } from './event-queue.ts';

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

/** How far the machine's wall clock jumped, against its monotonic one. */
export interface WallClockWatch {
  /** The largest jump so far, in ms; the slow steering of a time service is none. */
  readonly stepMs: () => number;
  readonly stop: () => void;
}

const lookMs = 1000;

/** Looks at the wall clock every second until it is stopped. `read` gives both clocks, in ms. */
export function watchWallClock(read: () => ClockPair = bothClocks): WallClockWatch {
  let offset = offsetOf(read);
  let largest = 0;
  const look = (): void => {
    const next = offsetOf(read);
    largest = Math.max(largest, Math.abs(next - offset));
    offset = next;
  };
  return {
    stepMs: () => {
      look();
      return Math.round(largest);
    },
    stop: every(lookMs, look),
  };
}

/** The wall clock, and the monotonic one before and after it was read. */
export interface ClockPair {
  readonly beforeMs: number;
  readonly wallMs: number;
  readonly afterMs: number;
}

function bothClocks(): ClockPair {
  const read = (): number => Number(process.hrtime.bigint()) / 1e6;
  return { beforeMs: read(), wallMs: Date.now(), afterMs: read() };
}

/** A process that is put aside between the readings takes no step for one: it reads again. */
function offsetOf(read: () => ClockPair): number {
  let best = read();
  for (let left = 5; best.afterMs - best.beforeMs > 1 && left > 0; left -= 1) {
    const next = read();
    if (next.afterMs - next.beforeMs < best.afterMs - best.beforeMs) best = next;
  }
  return best.wallMs - (best.beforeMs + best.afterMs) / 2;
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
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      },
      // Node leaves fractions out: a timer of 9.9 ms would be early, and whoever waits for an instant would have to set another.
      Math.min(longestTimerMs, Math.ceil(Math.max(0, ms))),
    );
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** An agenda that the machine's own time drives; `stop` lets it rest, and the process end. */
export interface WallAgenda extends Agenda, Clock {
  readonly stop: () => void;
}

/** Node's timers count whole milliseconds: what is due within one is done now, in its order, instead of spinning until then. */
const earlyMs = 1;

/** An agenda on the wall clock. Between two events everything that is ready runs to its end, as on a virtual clock. */
export function wallAgenda(origin: ClockOrigin = originNow()): WallAgenda {
  const clock = systemClock(origin);
  const queue = new EventQueue();
  let nowMs = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let pumping = false;

  const now = (): number => (nowMs = Math.max(nowMs, clock.now()));
  const pump = (): void => {
    pumping = false;
    if (stopped) return;
    const next = queue.peek();
    if (next === undefined) return;
    const waitMs = next.at - now();
    if (waitMs > earlyMs) {
      clearTimeout(timer);
      timer = setTimeout(pump, Math.min(longestTimerMs, waitMs));
      return;
    }
    queue.take();
    // An event that comes early must not find that its instant has not come.
    nowMs = Math.max(nowMs, next.at);
    again();
    EventQueue.happen(next);
  };
  const again = (): void => {
    if (pumping) return;
    pumping = true;
    clearTimeout(timer);
    setImmediate(pump);
  };
  const plan = (instant: number, action: Action): Event => {
    const since = now();
    const event = queue.add(Math.max(since, instant), instant - since, action);
    if (queue.peek() === event) again();
    return event;
  };
  return {
    ...clock,
    now,
    at: (instant, action) => {
      if (instant === Infinity) return () => undefined;
      const event = plan(instant, action);
      return () => queue.callOff(event);
    },
    post: (instant, action) => {
      if (instant !== Infinity) plan(instant, action);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
