import type { Clock } from '../../base/clock.ts';
import { openLoop } from '../../base/open-loop.ts';
import type { SentCount } from '../../core/cluster.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import { notSent, requestSender } from './send-request.ts';

export interface StreamsJob {
  readonly streams: readonly StreamSpec[];
  /** One for each target that a stream names. */
  readonly endpoints: readonly Endpoint[];
  readonly clock: Clock;
  /** Called when a request has ended: not in the order in which they were due. */
  readonly emit: (observation: RequestObservation) => void;
  readonly signal: AbortSignal;
  /** Told the instant from which the schedules count. */
  readonly onStart?: (startAt: number) => void;
}

/**
 * Sends all streams from now on until the signal aborts, then waits for what is under way, at most the streams' timeouts.
 * Answers with how many requests each stream sent. Throws TypeError when a stream has no endpoint or a useless one.
 */
export async function runStreams(job: StreamsJob): Promise<readonly number[]> {
  const { clock, emit, signal } = job;
  const senders = job.streams.map((stream) => requestSender(stream, endpointOf(stream, job.endpoints), clock));
  const sent = job.streams.map(() => 0);
  const underWay = new Set<Promise<void>>();
  const startAt = clock.now();
  job.onStart?.(startAt);
  const loops = job.streams.map((stream, index) => {
    const send = (scheduledAt: number): void => {
      const now = clock.now();
      if (now >= scheduledAt + stream.timeoutMs) {
        emit(notSent(stream, scheduledAt, now));
        return;
      }
      sent[index] = (sent[index] ?? 0) + 1;
      const flight = senders[index]?.send(scheduledAt).then(emit);
      if (flight === undefined) return;
      underWay.add(flight);
      void flight.then(() => underWay.delete(flight));
    };
    const { periodMs, phaseMs } = stream;
    return openLoop(clock, { startAt, periodMs, phaseMs }, send, signal);
  });
  await Promise.all(loops);
  await Promise.all(underWay);
  for (const sender of senders) sender.close();
  return sent;
}

/**
 * How many requests were due in [startAt, stopAt], by the clock alone, and how many of as many were sent.
 * What a sender did beyond its plan, before it heard of the stop, makes up for nothing that it left out elsewhere.
 */
export function countSent(
  streams: readonly StreamSpec[],
  sent: readonly number[],
  startAt: number,
  stopAt: number,
): Pick<SentCount, 'planned' | 'sent'> {
  const planned = streams.map(({ periodMs, phaseMs }) =>
    Math.max(0, Math.floor((stopAt - startAt - phaseMs) / periodMs) + 1),
  );
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { planned: sum(planned), sent: sum(planned.map((due, index) => Math.min(due, sent[index] ?? 0))) };
}

function endpointOf(stream: StreamSpec, endpoints: readonly Endpoint[]): Endpoint {
  const endpoint = endpoints.find(({ target }) => target === stream.target.name);
  if (endpoint === undefined) throw new TypeError(`stream "${stream.id}" has no endpoint`);
  return endpoint;
}
