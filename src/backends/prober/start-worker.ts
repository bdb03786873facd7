import { Worker } from 'node:worker_threads';

/** What a worker that `startWorker` started finds in `workerData`. */
export interface WorkerInput<T> {
  readonly entry: string;
  readonly input: T;
}

/** Runs the TypeScript module at `entry` in a thread of its own; it finds `input`, cloned, as `workerData.input`. */
export function startWorker(entry: URL, input: unknown): Worker {
  const workerData: WorkerInput<unknown> = { entry: entry.href, input };
  return new Worker(new URL('./worker-bootstrap.mjs', import.meta.url), { workerData });
}
