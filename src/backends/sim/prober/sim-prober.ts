import type { RequestObservation } from '../../../core/observation.ts';
import type { StreamSpec } from '../../../core/stream.ts';
import type { SentCount } from '../../../core/cluster.ts';
import type { Schedule } from '../../../base/open-loop.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Endpoint } from '../../prober/endpoint.ts';
import { operationOf } from '../../prober/operation.ts';
import { type Failure, failureOfStatus } from '../../prober/request-error.ts';
import { countSent } from '../../prober/run-streams.ts';
import type { Cancel, Process } from '../engine/process.ts';
import { httpClient, type Outcome } from '../http/client.ts';
import type { Sight } from '../http/sight.ts';
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
  const { clock } = probing;
  const startAt = clock.now();
  const sent = streams.map(() => 0);
  const flights = counter();
  const senders = streams.map((stream) => senderOf(stream, probing, flights.done));
  await Promise.all(
    streams.map(({ periodMs, phaseMs }, index) =>
      keepSending(
        { startAt, periodMs, phaseMs },
        (scheduledAt) => {
          sent[index] = (sent[index] ?? 0) + 1;
          flights.begin();
          senders[index]?.send(scheduledAt);
        },
        probing,
      ),
    ),
  );
  const stoppedAt = clock.now();
  await flights.none();
  for (const { close } of senders) close();
  return { ...countSent(streams, sent, startAt, stoppedAt), cpuMs: 0, rssMb: 0 };
}

/** The open loop of src/base on the process's own timers: no promise, and no listener, for each of a hundred thousand requests. */
function keepSending(
  { startAt, periodMs, phaseMs }: Schedule,
  send: (scheduledAt: number) => void,
  { process, clock, signal }: SimProbing,
): Promise<void> {
  const firstAt = startAt + phaseMs;
  let count = 0;
  let dueAt = firstAt;
  let cancel: Cancel = () => undefined;
  const turn = (): void => {
    for (const now = clock.now(); dueAt <= now; dueAt = firstAt + count * periodMs) {
      count += 1;
      send(dueAt);
    }
    if (!signal.aborted) cancel = process.after(Math.max(0, dueAt - clock.now()), turn);
  };
  return new Promise((resolve) => {
    const stop = (): void => {
      cancel();
      turn();
      resolve();
    };
    if (signal.aborted) {
      resolve();
      return;
    }
    cancel = process.after(Math.max(0, dueAt - clock.now()), turn);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** How many requests are under way: no promise for each of a hundred thousand. */
function counter(): { readonly begin: () => void; readonly done: () => void; readonly none: () => Promise<void> } {
  let count = 0;
  let told: (() => void) | undefined;
  return {
    begin: () => void (count += 1),
    done: () => {
      count -= 1;
      if (count === 0) told?.();
    },
    none: () =>
      new Promise((resolve) => {
        told = resolve;
        if (count === 0) resolve();
      }),
  };
}

/** One stream's requests. */
interface Sender {
  readonly send: (scheduledAt: number) => void;
  readonly close: () => void;
}

function senderOf(stream: StreamSpec, probing: SimProbing, done: () => void): Sender {
  const { network, process, from, clock, emit } = probing;
  const endpoint = probing.endpoints.find(({ target }) => target === stream.target.name);
  if (endpoint === undefined) throw new TypeError(`stream "${stream.id}" has no endpoint`);
  const { method, path, headers, expected, body } = operationOf(stream, endpoint);
  const { hostname, port, protocol } = new URL(endpoint.url);
  const tls = protocol === 'https:';
  const to: Place = { address: hostname, port: port === '' ? (tls ? 443 : 80) : Number(port) };
  const use = stream.connection === 'new' ? 'new' : 'pooled';
  const http = httpClient(network, process, from);
  let count = 0;
  return {
    close: http.close,
    send: (scheduledAt) => {
      const sentAt = clock.now();
      const text = body((count += 1));
      const request = { method, path, headers, body: text === undefined ? undefined : (JSON.parse(text) as unknown) };
      // A request's time counts from when it was due; what is said of it names the whole.
      const timeout = { timeoutMs: scheduledAt + stream.timeoutMs - sentAt, saysMs: stream.timeoutMs };
      http.call(
        request,
        { to, tls, use, ...timeout },
        {
          done: (outcome) => {
            emit(observationOf(stream, outcome, { scheduledAt, sentAt, endedAt: clock.now(), expected }));
            done();
          },
        },
      );
    },
  };
}

interface Flight {
  readonly scheduledAt: number;
  readonly sentAt: number;
  readonly endedAt: number;
  readonly expected: (status: number) => boolean;
}

function observationOf(stream: StreamSpec, outcome: Outcome, flight: Flight): RequestObservation {
  const failure = failureIn(stream, outcome, flight);
  if (failure === undefined && outcome.answer !== undefined) {
    return wellObserved(stream.id, outcome.sight, flight, outcome.answer.status);
  }
  const { scheduledAt, sentAt, endedAt } = flight;
  const { connectedAt, securedAt, firstByteAt, remoteAddress, reusedConnection } = outcome.sight;
  return {
    kind: 'request',
    stream: stream.id,
    scheduledAt: stamped(scheduledAt),
    sentAt: stamped(sentAt),
    endedAt: stamped(endedAt),
    good: false,
    reusedConnection,
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    ...(connectedAt === undefined ? {} : { connectedAt: stamped(connectedAt) }),
    ...(securedAt === undefined ? {} : { securedAt: stamped(securedAt) }),
    ...(firstByteAt === undefined ? {} : { firstByteAt: stamped(firstByteAt) }),
    ...(outcome.answer === undefined ? {} : { status: outcome.answer.status }),
    ...failure,
  };
}

/** Nearly all requests are such, and are looked at again and again: what is of one shape is quick to read, and what is spread is not. */
function wellObserved(stream: string, sight: Sight, flight: Flight, status: number): RequestObservation {
  const { scheduledAt, sentAt, endedAt } = flight;
  const { connectedAt, securedAt, firstByteAt = endedAt, remoteAddress = '', reusedConnection } = sight;
  const seen: Unlocked = {
    kind: 'request',
    stream,
    scheduledAt: stamped(scheduledAt),
    sentAt: stamped(sentAt),
    endedAt: stamped(endedAt),
    good: true,
    reusedConnection,
    remoteAddress,
    status,
    firstByteAt: stamped(firstByteAt),
  };
  if (connectedAt !== undefined) seen.connectedAt = stamped(connectedAt);
  if (securedAt !== undefined) seen.securedAt = stamped(securedAt);
  return seen;
}

/**
 * The next whole microsecond: no clock of a prober tells more, and digits that stand for nothing make a timeline a quarter longer.
 * Not the one before: what was due as a phase began is due in it.
 */
function stamped(at: number): number {
  return Math.ceil(at * 1000) / 1000;
}

type Unlocked = { -readonly [key in keyof RequestObservation]: RequestObservation[key] };

function failureIn(stream: StreamSpec, outcome: Outcome, flight: Flight): Failure | undefined {
  const { answer } = outcome;
  if (answer === undefined) return { error: outcome.error, detail: outcome.detail };
  const { status, body } = answer;
  if (!flight.expected(status)) {
    return failureOfStatus(status, typeof body === 'string' ? body : JSON.stringify(body ?? ''));
  }
  const tookMs = flight.endedAt - flight.scheduledAt;
  return tookMs > stream.goodWithinMs
    ? { error: 'slow', detail: `${status} after ${Math.round(tookMs)} ms` }
    : undefined;
}
