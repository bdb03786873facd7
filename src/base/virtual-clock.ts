import type { Action, Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';
import { EventQueue } from './event-queue.ts';

/** A clock whose time passes only when everybody waits: a discrete-event simulation of the same seed runs the same way each time. */
export interface VirtualClock extends Clock, Agenda {
  /**
   * Runs `body` and lets time pass for it. Between two events everything that is ready runs to its end. Rejects when the
   * body waits for something that no event will bring, and so for real I/O: what is run here must live on this clock alone.
   */
  readonly run: <T>(body: () => Promise<T>) => Promise<T>;
  /** How many events were asked for so far: what a simulation costs, whatever the machine. */
  readonly events: () => number;
}

/** Events between two looks at the world outside (ctrl-c); each costs a setImmediate, the look costs a poll. */
const eventsPerTurn = 256;

/** A virtual clock at instant 0. */
export function virtualClock(startedAtUnixMs = 0): VirtualClock {
  const queue = new EventQueue();
  let nowMs = 0;

  const at = (instant: number, action: Action): (() => void) => {
    if (Number.isNaN(instant)) throw new RangeError('an instant must be a number');
    // What is due at the end of time never comes: it must not draw the clock there.
    if (instant === Infinity) return () => undefined;
    const event = queue.add(Math.max(nowMs, instant), instant - nowMs, action);
    return () => queue.callOff(event);
  };

  const post = (instant: number, action: Action): void => {
    if (Number.isNaN(instant)) throw new RangeError('an instant must be a number');
    if (instant !== Infinity) queue.add(Math.max(nowMs, instant), instant - nowMs, action);
  };

  const step = (): boolean => {
    const event = queue.take();
    if (event === undefined) return false;
    nowMs = event.at;
    EventQueue.happen(event);
    return true;
  };

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const done = (): void => {
        cancel();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const cancel = at(nowMs + Math.max(0, ms), done);
      signal?.addEventListener('abort', done, { once: true });
    });

  return {
    now: () => nowMs,
    startedAtUnixMs,
    sleep,
    at,
    post,
    events: () => queue.asked,
    run: (body) => drive(body, step),
  };
}

/** Steps until the body is settled. Node empties its microtask queue before each immediate, so each event finds a settled world. */
async function drive<T>(body: () => Promise<T>, step: () => boolean): Promise<T> {
  let over = false;
  const failure = new Promise<never>((_resolve, reject) => {
    const one = (): void => {
      if (over) return;
      try {
        if (step()) return;
        throw new Error('virtual time stands still: the body waits, and nothing is scheduled that could wake it');
      } catch (error) {
        over = true;
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const turn = (): void => {
      if (over) return;
      for (let i = 0; i < eventsPerTurn; i += 1) setImmediate(one);
      setImmediate(turn);
    };
    setImmediate(turn);
  });
  try {
    return await Promise.race([body(), failure]);
  } finally {
    over = true;
  }
}
