import { Worker } from 'node:worker_threads';

// Node 20 ignores `--import tsx` inside a worker, so each worker registers the loader itself before its entry is read.
const bootstrap = `
  const { workerData } = require('node:worker_threads');
  import(workerData.loader).then(({ register }) => {
    register();
    return import(workerData.entry);
  });
`;

/** What a worker that `startWorker` started finds in `workerData`. */
export interface WorkerInput<T> {
  readonly loader: string;
  readonly entry: string;
  readonly input: T;
}

/** Runs the TypeScript module at `entry` in a thread of its own; it finds `input`, cloned, as `workerData.input`. */
export function startWorker(entry: URL, input: unknown): Worker {
  const workerData: WorkerInput<unknown> = { loader: import.meta.resolve('tsx/esm/api'), entry: entry.href, input };
  return new Worker(bootstrap, { eval: true, workerData });
}
