// The first file of a worker, in plain JavaScript: Node 20 ignores `--import tsx` inside a worker, so the loader is
// registered here, before the TypeScript module at `workerData.entry` is read.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.entry);
