import type { Worker } from 'node:worker_threads';
import { type ClockOrigin, systemClock } from '../../base/system-clock.ts';
import type { SentCount } from '../../core/cluster.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import type { ProberInput, ProberMessage } from './prober-worker.ts';
import { countSent } from './run-streams.ts';
import { startWorker } from './start-worker.ts';

export interface ProbingJob {
  readonly streams: readonly StreamSpec[];
  /** One for each target that a stream names. */
  readonly endpoints: readonly Endpoint[];
  /** The run's zero: observations are stamped by the same clock as its marks. */
  readonly origin: ClockOrigin;
  /** Called in batches, in the order in which requests ended. */
  readonly emit: (observation: RequestObservation) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends streams from a thread of their own, where no work of the harness delays them, until the signal aborts; then
 * waits for what is under way. `planned` comes from the clock and the schedules alone. Rejects when the thread dies.
 */
export async function sendStreams(job: ProbingJob): Promise<SentCount> {
  if (job.signal.aborted || job.streams.length === 0) {
    await aborted(job.signal);
    return { planned: 0, sent: 0 };
  }
  const { streams, endpoints, origin } = job;
  const input: ProberInput = { streams, endpoints, origin };
  const worker = startWorker(new URL('./prober-worker.ts', import.meta.url), input);
  const clock = systemClock(origin);
  let stopAt: number | undefined;
  const stop = (): void => {
    stopAt = clock.now();
    worker.postMessage('stop');
  };
  job.signal.addEventListener('abort', stop, { once: true });
  try {
    const { sent, startAt } = await conversation(worker, job.emit);
    return countSent(streams, sent, startAt, stopAt ?? clock.now());
  } finally {
    job.signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

function conversation(
  worker: Worker,
  emit: ProbingJob['emit'],
): Promise<{ readonly sent: readonly number[]; readonly startAt: number }> {
  return new Promise((resolve, reject) => {
    let startAt = Infinity;
    worker.on('message', (message: ProberMessage) => {
      try {
        if (message.kind === 'started') startAt = message.startAt;
        else if (message.kind === 'observations') message.batch.forEach(emit);
        else resolve({ sent: message.sent, startAt });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    worker.on('error', (cause) => reject(new Error('the prober crashed', { cause })));
    worker.on('messageerror', (cause) => reject(new Error('the prober said what cannot be read', { cause })));
    worker.on('exit', (status) => reject(new Error(`the prober ended early, with status ${status}`)));
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
