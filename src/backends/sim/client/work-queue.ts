import type { Process } from '../engine/process.ts';

/** Keys to be looked at, each once however often it is added, and again later when the look fails. */
export interface KeyQueue {
  readonly add: (key: string) => void;
  readonly addAfter: (key: string, ms: number) => void;
  /** How many keys wait. */
  readonly depth: () => number;
}

/** A controller's queue (client-go, util/workqueue): 5 ms to 1000 s of back-off per key, one worker. */
export function keyQueue(process: Process, sync: (key: string) => Promise<void>): KeyQueue {
  const due = new Set<string>();
  const failures = new Map<string, number>();
  let busy = false;
  const work = async (): Promise<void> => {
    busy = true;
    for (;;) {
      const next = due.values().next();
      if (next.done === true) break;
      const key = next.value;
      due.delete(key);
      try {
        await sync(key);
        failures.delete(key);
      } catch {
        const count = failures.get(key) ?? 0;
        failures.set(key, count + 1);
        process.after(Math.min(1_000_000, 5 * 2 ** count), () => add(key));
      }
    }
    busy = false;
  };
  const add = (key: string): void => {
    due.add(key);
    // In an event of its own: what one change touches is looked at together.
    if (!busy) {
      busy = true;
      process.after(0, () => void work());
    }
  };
  return { add, addAfter: (key, ms) => void process.after(ms, () => add(key)), depth: () => due.size };
}
