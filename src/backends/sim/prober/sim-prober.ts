import type { RequestObservation } from '../../../core/observation.ts';
import type { StreamSpec } from '../../../core/stream.ts';
import type { SentCount } from '../../../core/cluster.ts';
import { openLoop } from '../../../base/open-loop.ts';
import type { Clock } from '../../../base/clock.ts';
import { type Endpoint } from '../../prober/endpoint.ts';
import { operationOf } from '../../prober/operation.ts';
import { failureOfStatus } from '../../prober/request-error.ts';
import { countSent } from '../../prober/run-streams.ts';
import type { Process } from '../engine/process.ts';
import { httpClient, type Outcome } from '../http/client.ts';
import type { Interface, Network, Place } from '../network/network.ts';

/** What simulated probes are sent with. */
export interface SimProbing {
  readonly network: Network;
  readonly process: Process;
  readonly from: Interface;
  readonly clock: Clock;
  readonly endpoints: readonly Endpoint[];
  readonly emit: (observation: RequestObservation) => void;
  readonly signal: AbortSignal;
}

/** Sends streams over the simulated network, from outside the cluster, until the signal aborts; then waits for what is under way. */
export async function sendSimStreams(streams: readonly StreamSpec[], probing: SimProbing): Promise<SentCount> {
  const { clock, signal } = probing;
  const startAt = clock.now();
  const sent = streams.map(() => 0);
  const flights = new Set<Promise<void>>();
  await Promise.all(
    streams.map(async (stream, index) => {
      const send = senderOf(stream, probing);
      const { periodMs, phaseMs } = stream;
      await openLoop(
        clock,
        { startAt, periodMs, phaseMs },
        (scheduledAt) => {
          sent[index] = (sent[index] ?? 0) + 1;
          const flight = send(scheduledAt);
          flights.add(flight);
          void flight.then(() => flights.delete(flight));
        },
        signal,
      );
    }),
  );
  const stoppedAt = clock.now();
  await Promise.all(flights);
  return countSent(streams, sent, startAt, stoppedAt);
}

/** One stream's requests; each resolves when it was observed. */
function senderOf(stream: StreamSpec, probing: SimProbing): (scheduledAt: number) => Promise<void> {
  const { network, process, from, clock, emit } = probing;
  const endpoint = probing.endpoints.find(({ target }) => target === stream.target.name);
  if (endpoint === undefined) throw new TypeError(`stream "${stream.id}" has no endpoint`);
  const { method, path, headers, expected, body } = operationOf(stream, endpoint);
  const { hostname, port, protocol } = new URL(endpoint.url);
  const to: Place = { address: hostname, port: Number(port) };
  const http = httpClient(network, process, from);
  let count = 0;
  return (scheduledAt) =>
    new Promise((resolve) => {
      const sentAt = clock.now();
      const text = body((count += 1));
      const request = { method, path, headers, body: text === undefined ? undefined : (JSON.parse(text) as unknown) };
      const options = {
        to,
        tls: protocol === 'https:',
        use: stream.connection === 'new' ? ('new' as const) : ('pooled' as const),
        timeoutMs: scheduledAt + stream.timeoutMs - sentAt,
      };
      http.call(request, options, {
        done: (outcome) => {
          emit(observationOf(stream, outcome, { scheduledAt, sentAt, endedAt: clock.now(), expected }));
          resolve();
        },
      });
    });
}

interface Flight {
  readonly scheduledAt: number;
  readonly sentAt: number;
  readonly endedAt: number;
  readonly expected: (status: number) => boolean;
}

function observationOf(stream: StreamSpec, outcome: Outcome, flight: Flight): RequestObservation {
  const { scheduledAt, sentAt, endedAt, expected } = flight;
  const { answer, sight } = outcome;
  const tookMs = endedAt - scheduledAt;
  const failure = ((): Pick<RequestObservation, 'error' | 'detail'> | undefined => {
    if (answer === undefined) return { error: outcome.error, detail: outcome.detail };
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
    if (!expected(answer.status)) return failureOfStatus(answer.status, text);
    if (tookMs > stream.goodWithinMs)
      return { error: 'slow', detail: `${answer.status} after ${Math.round(tookMs)} ms` };
    return undefined;
  })();
  return {
    kind: 'request',
    stream: stream.id,
    scheduledAt,
    sentAt,
    ...sight,
    ...(answer === undefined ? {} : { status: answer.status }),
    endedAt,
    good: failure === undefined,
    ...failure,
  };
}
