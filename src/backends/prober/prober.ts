import { type ClockOrigin, systemClock } from '../../base/system-clock.ts';
import type { SentCount } from '../../core/cluster.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import type { ProberInput, ProberMessage } from './prober-process.ts';
import { countSent } from './run-streams.ts';
import { type Child, startProcess } from '../../base/processes/start-process.ts';

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
 * Sends streams from a process of their own, where no work of the harness delays them, until the signal aborts; then
 * waits for what is under way. `planned` comes from the clock and the schedules alone. Rejects when the process dies.
 */
export async function sendStreams(job: ProbingJob): Promise<SentCount> {
  if (job.signal.aborted || job.streams.length === 0) {
    await aborted(job.signal);
    return { planned: 0, sent: 0, cpuMs: 0, rssMb: 0 };
  }
  const { streams, endpoints, origin } = job;
  const input: ProberInput = { streams, endpoints, origin };
  const entry = new URL('./prober-process.ts', import.meta.url);
  const prober = startProcess<ProberMessage>('the prober', entry, input);
  const clock = systemClock(origin);
  let stopAt: number | undefined;
  const stop = (): void => {
    stopAt = clock.now();
    prober.stop();
  };
  job.signal.addEventListener('abort', stop, { once: true });
  try {
    const { sent, startAt, cpuMs, rssMb } = await Promise.race([conversation(prober, job.emit), prober.failed]);
    return { ...countSent(streams, sent, startAt, stopAt ?? clock.now()), cpuMs, rssMb };
  } finally {
    job.signal.removeEventListener('abort', stop);
    await prober.end();
  }
}

type Done = Extract<ProberMessage, { kind: 'done' }>;

function conversation(
  prober: Child<ProberMessage>,
  emit: ProbingJob['emit'],
): Promise<Done & { readonly startAt: number }> {
  return new Promise((resolve) => {
    let startAt = Infinity;
    prober.listen((message) => {
      if (message.kind === 'started') startAt = message.startAt;
      else if (message.kind === 'observations') message.batch.forEach(emit);
      else resolve({ ...message, startAt });
    });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
