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
  const begin = (costMs: number, done: () => void): void => {
    process.work(costMs, () => {
      done();
      const next = line.shift();
      if (next === undefined) busy -= 1;
      else begin(next.costMs, next.done);
    });
  };
  return {
    length: () => line.length,
    add: (costMs, done) => {
      if (busy >= cores) line.push({ costMs, done });
      else {
        busy += 1;
        begin(costMs, done);
      }
    },
  };
}
