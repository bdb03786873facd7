import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { ApiContext } from '../api/handler.ts';
import { handleApi } from '../api/rest.ts';
import { ApiRefusal, statusBody } from '../api/status.ts';
import type { Consistency, Storage } from '../api/storage.ts';
import type { Process } from '../engine/process.ts';
import { logNormal } from '../engine/spread.ts';
import { EtcdError, type EtcdClient } from '../etcd/etcd.ts';
import type { HttpAnswer } from '../http/messages.ts';
import { type Exchange, serveHttp } from '../http/server.ts';
import type { Interface, Network } from '../network/network.ts';
import type { Store } from '../store/store.ts';
import { watchCache, type WatchCache } from './watch-cache.ts';
import { workQueue } from './work-queue.ts';

/** What an apiserver is started with. */
export interface ApiServerOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly port: number;
  readonly etcd: EtcdClient;
  readonly store: Store;
  readonly params: ClusterParams['apiserver'];
  readonly random: Random;
  readonly startedAtUnixMs: number;
  readonly admit: ApiContext['admit'];
  /** True: it has been running for a while, and does not go through its start. */
  readonly warm: boolean;
}

interface Server {
  readonly options: ApiServerOptions;
  readonly cache: WatchCache;
  readonly context: ApiContext;
  ready: boolean;
  reads: number;
  writes: number;
}

/** Runs a kube-apiserver: listens, answers from its cache or its etcd member, and streams watches. */
export function startApiServer(options: ApiServerOptions): void {
  const { network, process, on, port, etcd, params, random, store } = options;
  const cache = watchCache(store);
  const server: Server = {
    options,
    cache,
    context: contextOf(options, cache),
    ready: options.warm,
    reads: 0,
    writes: 0,
  };
  const queue = workQueue(process, params.workers);
  const readCost = logNormal(random, params.readCostMs, params.readCostMs * 4);
  const writeCost = logNormal(random, params.writeCostMs, params.writeCostMs * 4);
  const handshakeCost = logNormal(random, params.handshakeCostMs, params.handshakeCostMs * 4);
  etcd.onApplied((revision) => process.enter(() => cache.advance(revision)));
  if (!options.warm) process.after(params.startUpMs, () => (server.ready = true));
  serveHttp({
    network,
    process,
    on,
    port,
    handshake: (done) => queue.add(handshakeCost(), done),
    handler: (exchange) => {
      const mutating = exchange.request.method !== 'GET';
      queue.add(mutating ? writeCost() : readCost(), () => void serve(server, exchange, mutating));
    },
  });
}

async function serve(server: Server, exchange: Exchange, mutating: boolean): Promise<void> {
  const { params, process } = server.options;
  const health = await healthAnswer(server, exchange.request.path);
  if (health !== undefined) return exchange.answer(health);
  const limit = mutating ? params.maxMutatingRequestsInflight : params.maxRequestsInflight;
  if ((mutating ? server.writes : server.reads) >= limit) {
    return exchange.answer({
      status: 429,
      headers: { 'retry-after': '1' },
      body: 'Too many requests, please try again later.',
    });
  }
  const count = (by: number): void => {
    if (mutating) server.writes += by;
    else server.reads += by;
  };
  count(1);
  let over = false;
  const finish = (): void => {
    if (over) return;
    over = true;
    count(-1);
  };
  exchange.onGone = finish;
  const timer = process.after(params.requestTimeoutMs, () => {
    finish();
    exchange.answer({ status: 504, body: 'Timeout: request did not complete within the allotted timeout' });
  });
  try {
    const handled = await handleApi(exchange.request, server.context);
    timer();
    if ('watch' in handled) serveWatch(server, exchange, handled.watch);
    else exchange.answer(handled);
  } catch (error) {
    timer();
    exchange.answer(refusalOf(error));
  } finally {
    finish();
  }
}

function refusalOf(error: unknown): HttpAnswer {
  if (error instanceof ApiRefusal) return error.answer;
  if (error instanceof EtcdError) return { status: 500, body: statusBody(500, '', error.message) };
  throw error;
}

function serveWatch(server: Server, exchange: Exchange, request: Parameters<WatchCache['watch']>[0]): void {
  const { process, random } = server.options;
  const stream = exchange.stream(200);
  const stop = server.cache.watch(request, (event) => stream.send(event));
  // --min-request-timeout: a watch ends at random between half an hour and an hour.
  const lifeMs = request.timeoutMs ?? 1_800_000 * (1 + random.next());
  const timer = process.after(lifeMs, () => {
    stop();
    stream.end();
  });
  exchange.onGone = () => {
    timer();
    stop();
  };
}

async function healthAnswer(server: Server, path: string): Promise<HttpAnswer | undefined> {
  const { etcd } = server.options;
  const check = /^\/(livez|readyz|healthz)(?:\?.*)?$/.exec(path)?.[1];
  if (check === undefined) return undefined;
  if (check !== 'livez' && !server.ready) {
    return {
      status: 500,
      body: `[-]poststarthook/rbac/bootstrap-roles failed: reason withheld\n${check} check failed`,
    };
  }
  const { process } = server.options;
  // A linearizable read with 2 s of patience (k8s.io/apiserver, storagebackend/config.go).
  const good = await Promise.race([etcd.readIndex().then(() => true), process.sleep(2000).then(() => false)]);
  if (good) return { status: 200, body: 'ok' };
  return { status: 500, body: `[-]etcd failed: reason withheld\n${check} check failed` };
}

function contextOf(options: ApiServerOptions, cache: WatchCache): ApiContext {
  const { process, random, startedAtUnixMs, params } = options;
  const unixMs = (): number => startedAtUnixMs + process.now();
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(random.next() * 16).toString(16)).join('');
  return {
    storage: storageOf(options, cache),
    newUid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    newSuffix: () => Array.from({ length: 5 }, () => random.pick(suffixLetters)).join(''),
    timestamp: () => `${new Date(unixMs()).toISOString().slice(0, 19)}Z`,
    unixMs,
    tolerationSeconds: {
      notReady: params.defaultNotReadyTolerationSeconds,
      unreachable: params.defaultUnreachableTolerationSeconds,
    },
    admit: options.admit,
  };
}

/** The letters of generated names (k8s.io/apimachinery, util/rand): no vowels, so no words. */
const suffixLetters = [...'bcdfghjklmnpqrstvwxz2456789'];

function storageOf({ etcd, store }: ApiServerOptions, cache: WatchCache): Storage {
  const at = async (consistency: Consistency): Promise<number> =>
    typeof consistency === 'number' ? consistency : consistency === 'cache' ? cache.revision() : await etcd.readIndex();
  return {
    get: async (resource, key, consistency) => store.get(resource, key, await at(consistency)),
    list: async (resource, namespace, consistency) => {
      const revision = await at(consistency);
      return { items: store.list(resource, namespace, revision), revision };
    },
    write: (command) => etcd.write(command),
  };
}
