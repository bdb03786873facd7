import type { Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';

/** A clock whose time passes only when everybody waits: a discrete-event simulation of the same seed runs the same way each time. */
export interface VirtualClock extends Clock, Agenda {
  /**
   * Runs `body` and lets time pass for it. Between two events everything that is ready runs to its end. Rejects when the
   * body waits for something that no event will bring, and so for real I/O: what is run here must live on this clock alone.
   */
  readonly run: <T>(body: () => Promise<T>) => Promise<T>;
}

interface Event {
  readonly at: number;
  readonly order: number;
  /** undefined: called off. Such an event does not move the time. */
  action: (() => void) | undefined;
}

/** Events between two looks at the world outside (ctrl-c); each costs a setImmediate, the look costs a poll. */
const eventsPerTurn = 256;

/** A virtual clock at instant 0. */
export function virtualClock(startedAtUnixMs = 0): VirtualClock {
  const heap: Event[] = [];
  let nowMs = 0;
  let order = 0;

  const at = (instant: number, action: () => void): (() => void) => {
    if (Number.isNaN(instant)) throw new RangeError('an instant must be a number');
    // What is due at the end of time never comes: it must not draw the clock there.
    if (instant === Infinity) return () => undefined;
    const event: Event = { at: Math.max(nowMs, instant), order: order++, action };
    push(heap, event);
    return () => {
      event.action = undefined;
    };
  };

  const step = (): boolean => {
    for (let event = pop(heap); event !== undefined; event = pop(heap)) {
      if (event.action === undefined) continue;
      nowMs = event.at;
      event.action();
      return true;
    }
    return false;
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

  return { now: () => nowMs, startedAtUnixMs, sleep, at, run: (body) => drive(body, step) };
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

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Event[], event: Event): void {
  let index = heap.length;
  heap.push(event);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || before(parent, event)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = event;
}

function pop(heap: Event[]): Event | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    if (left === undefined) break;
    const [child, at] =
      right !== undefined && before(right, left) ? [right, 2 * index + 2] : ([left, 2 * index + 1] as const);
    if (before(last, child)) break;
    heap[index] = child;
    index = at;
  }
  heap[index] = last;
  return top;
}
