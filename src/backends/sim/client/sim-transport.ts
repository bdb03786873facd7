import type { Clock } from '../../../base/clock.ts';
import { ApiError } from '../../kube/api-error.ts';
import { failingOver } from '../../kube/failover.ts';
import type { Answer, ApiServer, CallOptions, Method, StreamRequest, Transport } from '../../kube/wire.ts';
import { HistoryLost, pass, type WatchEvent } from '../../kube/watch-stream.ts';
import type { Process } from '../engine/process.ts';
import { type HttpClient, httpClient, type Outcome } from '../http/client.ts';
import type { Interface, Network, Place } from '../network/network.ts';

const defaultTimeoutMs = 5000;
/** TCP keepalive on a watch: 5 s, then ten probes of 1 s, as the real client sets it. */
const silenceMs = 15_000;

/** Where the harness calls from. */
interface Caller {
  readonly http: HttpClient;
  readonly network: Network;
  readonly from: Interface;
  readonly clock: Clock;
}

/** The harness's calls over the simulated network, from where its probes are sent. */
export function simTransport(
  { network, process, from }: { readonly network: Network; readonly process: Process; readonly from: Interface },
  servers: readonly ApiServer[],
  clock: Clock,
): Transport {
  const http = httpClient(network, process, from);
  const caller: Caller = { http, network, from, clock };
  const ask = <T>(server: ApiServer, method: Method, path: string, options: CallOptions): Promise<Answer<T>> =>
    call(caller, server, { method, path, options });
  return { request: failingOver(servers, ask), stream: (request) => stream(caller, request), close: http.close };
}

interface Call {
  readonly method: Method;
  readonly path: string;
  readonly options: CallOptions;
}

function call<T>({ http }: Caller, server: ApiServer, { method, path, options }: Call): Promise<Answer<T>> {
  const { signal, timeoutMs = defaultTimeoutMs } = options;
  return new Promise((resolve, reject) => {
    const where = `${method} ${server.url}${path.split('?')[0] ?? path}`;
    const give = http.call(
      { method, path, headers: headersOf(options), body: options.body },
      { to: placeOf(server), use: 'pooled', tls: true, timeoutMs },
      {
        done: (outcome) => {
          signal?.removeEventListener('abort', onAbort);
          if (outcome.answer === undefined) reject(noAnswer(where, outcome.detail, codes[outcome.error]));
          else resolve({ status: outcome.answer.status, body: outcome.answer.body as T });
        },
      },
    );
    const onAbort = (): void => {
      give();
      reject(noAnswer(where, 'called off', undefined));
    };
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function stream({ http, network, from, clock }: Caller, request: StreamRequest): Promise<void> {
  const { server, path, signal } = request;
  return new Promise((resolve, reject) => {
    const to = placeOf(server);
    let heardAt = clock.now();
    let isOver = false;
    const settle = (finish: () => void): void => {
      isOver = true;
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const fail = (error: Error): void => {
      give();
      settle(() => reject(error));
    };
    const give = http.call(
      { method: 'GET', path, headers: {}, body: undefined },
      { to, use: 'new', tls: true },
      {
        head: request.onOpen,
        chunk: (chunk) => {
          heardAt = clock.now();
          try {
            pass(chunk as WatchEvent, request);
          } catch (error) {
            fail(error as Error);
          }
        },
        done: (outcome) => settle(() => endWatch(outcome, resolve, reject)),
      },
    );
    const onAbort = (): void => fail(new Error('called off'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    // An idle watch says nothing for long: what is asked is whether its peer could be heard.
    const look = async (): Promise<void> => {
      while (clock.now() - heardAt < silenceMs) {
        await clock.sleep(silenceMs / 3);
        if (isOver) return;
        const peer = network.at(to.address);
        if (peer !== undefined && network.latency(peer, from) !== undefined) heardAt = clock.now();
      }
      fail(Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT' }));
    };
    void look();
  });
}

const codes: Readonly<Partial<Record<string, string>>> = { refused: 'ECONNREFUSED', unreachable: 'EHOSTUNREACH' };

function noAnswer(where: string, detail: string, code: string | undefined): ApiError {
  const cause = Object.assign(new Error(detail), code === undefined ? {} : { code });
  return new ApiError(`${where}: no answer: ${detail}`, { status: 0, cause });
}

function endWatch(outcome: Outcome, resolve: () => void, reject: (error: Error) => void): void {
  const { answer } = outcome;
  if (answer === undefined) reject(new Error(outcome.detail));
  else if (answer.status === 410) reject(new HistoryLost('410 Gone'));
  else if (answer.status === 200) resolve();
  else reject(new Error(`the watch was answered with ${answer.status}`));
}

function headersOf({ body, contentType }: CallOptions): Readonly<Record<string, string>> {
  return body === undefined ? {} : { 'content-type': contentType ?? 'application/json' };
}

/** Servers are asked again and again: their addresses are read once. */
const places = new WeakMap<ApiServer, Place>();

function placeOf(server: ApiServer): Place {
  const known = places.get(server);
  if (known !== undefined) return known;
  const { hostname, port } = new URL(server.url);
  const place = { address: hostname, port: Number(port) };
  places.set(server, place);
  return place;
}
