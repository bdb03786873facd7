import type { Process } from '../engine/process.ts';

/** Keys to be looked at, each once however often it is added, and again later when the look fails. */
export interface KeyQueue {
  readonly add: (key: string) => void;
  readonly addAfter: (key: string, ms: number) => void;
  /** How many keys wait. */
  readonly depth: () => number;
}

/** A controller's queue (client-go, util/workqueue): 5 ms to 1000 s of back-off per key; no key is with two workers. */
export function keyQueue(process: Process, sync: (key: string) => Promise<void>, workers = 1): KeyQueue {
  const due = new Set<string>();
  const underWay = new Set<string>();
  const failures = new Map<string, number>();
  let working = 0;
  const take = (): string | undefined => {
    for (const key of due) {
      if (underWay.has(key)) continue;
      due.delete(key);
      return key;
    }
    return undefined;
  };
  const work = async (): Promise<void> => {
    for (let key = take(); key !== undefined; key = take()) {
      underWay.add(key);
      await attempt(key);
      underWay.delete(key);
    }
    working -= 1;
  };
  const attempt = async (key: string): Promise<void> => {
    try {
      await sync(key);
      failures.delete(key);
    } catch {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      process.after(Math.min(1_000_000, 5 * 2 ** count), () => add(key));
    }
  };
  const add = (key: string): void => {
    due.add(key);
    if (working >= workers) return;
    working += 1;
    // In an event of its own: what one change touches is looked at together.
    process.after(0, () => void work());
  };
  return { add, addAfter: (key, ms) => void process.after(ms, () => add(key)), depth: () => due.size };
}
