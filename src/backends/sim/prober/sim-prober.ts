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
import { type CallHandlers, type ConnectionUse, type HttpClient, httpClient, type Outcome } from '../http/client.ts';
import type { HttpRequest } from '../http/messages.ts';
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
  const senders = streams.map((stream) => new Sender(stream, probing, flights.done));
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
  for (const sender of senders) sender.close();
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
class Sender {
  readonly stream: StreamSpec;
  readonly probing: SimProbing;
  /** Which answers are good. */
  readonly expected: (status: number) => boolean;
  /** Called when a request is over. */
  readonly over: () => void;
  readonly #http: HttpClient;
  readonly #calls: { readonly to: Place; readonly tls: boolean; readonly use: ConnectionUse };
  /** Of a request without a body, which is the same each time. */
  readonly #request: HttpRequest;
  readonly #body: (count: number) => string | undefined;
  #count = 0;

  constructor(stream: StreamSpec, probing: SimProbing, over: () => void) {
    const { network, process, from, endpoints } = probing;
    const endpoint = endpoints.find(({ target }) => target === stream.target.name);
    if (endpoint === undefined) throw new TypeError(`stream "${stream.id}" has no endpoint`);
    const { method, path, headers, expected, body } = operationOf(stream, endpoint);
    const { hostname, port, protocol } = new URL(endpoint.url);
    const tls = protocol === 'https:';
    const to: Place = { address: hostname, port: port === '' ? (tls ? 443 : 80) : Number(port) };
    this.stream = stream;
    this.probing = probing;
    this.expected = expected;
    this.over = over;
    this.#http = httpClient(network, process, from);
    this.#calls = { to, tls, use: stream.connection === 'new' ? 'new' : 'pooled' };
    this.#request = { method, path, headers, body: undefined };
    this.#body = body;
  }

  send(scheduledAt: number): void {
    const { timeoutMs } = this.stream;
    const { to, tls, use } = this.#calls;
    const sentAt = this.probing.clock.now();
    const text = this.#body((this.#count += 1));
    const request = text === undefined ? this.#request : { ...this.#request, body: JSON.parse(text) as unknown };
    // A request's time counts from when it was due; what is said of it names the whole.
    const options = { to, tls, use, timeoutMs: scheduledAt + timeoutMs - sentAt, saysMs: timeoutMs };
    this.#http.call(request, options, new Flight(this, scheduledAt, sentAt));
  }

  close(): void {
    this.#http.close();
  }
}

/** One request under way. */
class Flight implements CallHandlers {
  readonly sender: Sender;
  readonly scheduledAt: number;
  readonly sentAt: number;
  endedAt = 0;

  constructor(sender: Sender, scheduledAt: number, sentAt: number) {
    this.sender = sender;
    this.scheduledAt = scheduledAt;
    this.sentAt = sentAt;
  }

  done(outcome: Outcome): void {
    const { stream, probing, over } = this.sender;
    this.endedAt = probing.clock.now();
    probing.emit(observationOf(stream, outcome, this));
    over();
  }
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
  if (!flight.sender.expected(status)) {
    return failureOfStatus(status, typeof body === 'string' ? body : JSON.stringify(body ?? ''));
  }
  const tookMs = flight.endedAt - flight.scheduledAt;
  return tookMs > stream.goodWithinMs
    ? { error: 'slow', detail: `${status} after ${Math.round(tookMs)} ms` }
    : undefined;
}
