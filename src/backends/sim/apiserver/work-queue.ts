import type { Process } from '../engine/process.ts';

/** Does work that takes processor time, a few pieces at a time, the rest in line: latency rises with load. */
export interface WorkQueue {
  readonly add: (costMs: number, done: () => void) => void;
  readonly length: () => number;
}

/** A queue of a process with so many cores. */
export function workQueue(process: Process, cores: number): WorkQueue {
  const line: { readonly costMs: number; readonly done: () => void }[] = [];
  let busy = 0;
  const next = (): void => {
    const work = line.shift();
    if (work === undefined) {
      busy -= 1;
      return;
    }
    process.work(work.costMs, () => {
      work.done();
      next();
    });
  };
  return {
    length: () => line.length,
    add: (costMs, done) => {
      line.push({ costMs, done });
      if (busy >= cores) return;
      busy += 1;
      next();
    },
  };
}
