import { setMaxListeners } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { type ClockOrigin, every, systemClock } from '../../base/system-clock.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import { runStreams } from './run-streams.ts';
import type { WorkerInput } from './start-worker.ts';

/** What the prober's thread is given. */
export interface ProberInput {
  readonly streams: readonly StreamSpec[];
  readonly endpoints: readonly Endpoint[];
  readonly origin: ClockOrigin;
}

/** What the prober's thread says. It is told one thing only, whatever the message: stop. */
export type ProberMessage =
  | { readonly kind: 'started'; readonly startAt: number }
  | { readonly kind: 'observations'; readonly batch: readonly RequestObservation[] }
  | { readonly kind: 'done'; readonly sent: readonly number[] };

const batchMs = 200;

async function probe(port: NonNullable<typeof parentPort>): Promise<void> {
  const { streams, endpoints, origin } = (workerData as WorkerInput<ProberInput>).input;
  const stop = new AbortController();
  // Each stream waits on it: many listeners are no leak here.
  setMaxListeners(0, stop.signal);
  port.once('message', () => stop.abort());
  const say = (message: ProberMessage): void => port.postMessage(message);
  let batch: RequestObservation[] = [];
  const flush = (): void => {
    if (batch.length > 0) say({ kind: 'observations', batch });
    batch = [];
  };
  const endBatches = every(batchMs, flush);
  const sent = await runStreams({
    streams,
    endpoints,
    clock: systemClock(origin),
    emit: (observation) => batch.push(observation),
    signal: stop.signal,
    onStart: (startAt) => say({ kind: 'started', startAt }),
  });
  endBatches();
  flush();
  say({ kind: 'done', sent });
  port.close();
}

if (parentPort !== null) await probe(parentPort);
