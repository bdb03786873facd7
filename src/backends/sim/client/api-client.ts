import type { Random } from '../../../base/random.ts';
import type { Cancel, Process } from '../engine/process.ts';
import { type HttpClient, httpClient, type Outcome } from '../http/client.ts';
import type { HttpRequest } from '../http/messages.ts';
import type { WatchEvent } from '../apiserver/watch-cache.ts';
import { patchTypes } from '../api/patch/patch.ts';
import type { Interface, Network, Place } from '../network/network.ts';

/**
 * A call that got no answer, or one that says no; `status` is 0 without an answer. Tens of thousands are made while a zone is cut off:
 * without a stack, which takes longer than the rest and would keep alive whatever was under way.
 */
export class CallError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(message: string, status: number, reason: string) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'CallError';
    this.status = status;
    this.reason = reason;
  }
}

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface CallSettings {
  readonly body?: unknown;
  /** The apiserver is told, too, as client-go does. */
  readonly timeoutMs?: number;
  /** A PATCH is a strategic merge: of a list, what it does not name stays. Else it is a JSON merge. */
  readonly strategic?: boolean;
}

/** The API as a component inside the cluster asks it: one HTTP/2 connection, as client-go does. Rejects with CallError. */
export interface ApiClient {
  readonly call: <T>(verb: Verb, path: string, options?: CallSettings) => Promise<T>;
  /** Calls `ended` once, when the watch is over, however it ends. */
  readonly watch: (path: string, handlers: WatchHandlers) => Cancel;
  /** What its pauses are drawn from. */
  readonly random: Random;
  /** Breaks the connection, if it stands: the next call makes another. What was under way on it fails. */
  readonly reset: () => void;
}

interface WatchHandlers {
  readonly event: (event: WatchEvent) => void;
  readonly ended: (error: CallError | undefined) => void;
}

export interface ApiClientOptions {
  readonly world: { readonly network: Network; readonly random: Random };
  readonly process: Process;
  readonly from: Interface;
  /** The apiserver, or the balancer. */
  readonly to: Place;
  /** Who asks, for admission. */
  readonly user: string;
  /** The process has been running for a while: its connection stands. */
  readonly warm: boolean;
}

const longestCallMs = 60_000;

/** A client of a process in the cluster. */
export function apiClient({ world, process, from, to, user, warm }: ApiClientOptions): ApiClient {
  const http: HttpClient = httpClient(world.network, process, from, warm);
  const requestOf = (method: Verb, path: string, { body, strategic, timeoutMs }: CallSettings = {}): HttpRequest => ({
    method,
    path: timeoutMs === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}timeout=${timeoutMs}ms`,
    headers: {
      'x-user': user,
      ...(method === 'PATCH' ? { 'content-type': patchTypes[strategic === true ? 'strategic' : 'merge'] } : {}),
    },
    body,
  });
  return {
    reset: http.breakShared,
    random: world.random.fork(`${user} at ${from.address}, ${process.now()}`),
    call: (verb, path, settings = {}) =>
      new Promise((resolve, reject) => {
        const { timeoutMs = longestCallMs } = settings;
        http.call(
          requestOf(verb, path, settings),
          { to, use: 'shared', tls: true, timeoutMs },
          { done: (outcome) => settle(`${verb} ${path}`, outcome, resolve as (body: unknown) => void, reject) },
        );
      }),
    watch: (path, { event, ended }) =>
      http.call(
        requestOf('GET', path),
        { to, use: 'shared', tls: true },
        {
          chunk: (chunk) => event(chunk as WatchEvent),
          done: (outcome) => {
            const failed = outcome.answer?.status !== 200;
            ended(failed ? failure(path, outcome) : undefined);
          },
        },
      ),
  };
}

function settle(
  what: string,
  outcome: Outcome,
  resolve: (body: unknown) => void,
  reject: (error: CallError) => void,
): void {
  const { answer } = outcome;
  if (answer !== undefined && answer.status >= 200 && answer.status < 300) resolve(answer.body);
  else reject(failure(what, outcome));
}

function failure(what: string, outcome: Outcome): CallError {
  const { answer } = outcome;
  if (answer === undefined) return new CallError(`${what}: ${outcome.detail}`, 0, outcome.error);
  const { message, reason } = (typeof answer.body === 'object' ? (answer.body ?? {}) : {}) as Partial<
    Record<string, string>
  >;
  return new CallError(`${what}: ${answer.status}: ${message ?? String(answer.body)}`, answer.status, reason ?? '');
}
