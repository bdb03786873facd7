import type { ApiContext } from '../api/handler.ts';
import { nameDraws } from '../engine/name-draws.ts';
import { logNormal } from '../engine/spread.ts';
import type { Exchange } from '../http/exchange.ts';
import { acceptHttp, type HttpHandling } from '../http/server.ts';
import { type OpenPort, openPort } from '../network/open-port.ts';
import { denialOf } from './authorization.ts';
import { hasExpired } from './certificate.ts';
import { healthOf } from './health.ts';
import { inflightOf } from './inflight.ts';
import { joinKubernetesService } from './kubernetes-service.ts';
import { requestMetrics } from './metrics.ts';
import { startReflector } from './reflector.ts';
import { seatsOf } from './seats.ts';
import { serveApi } from './serve.ts';
import type { ApiServerOptions, Server } from './server.ts';
import { secondText } from '../world.ts';
import { type WatchCache, watchCache } from './watch-cache.ts';
import { webhooksOf } from './webhooks.ts';
import { workQueue } from './work-queue.ts';

/** How long an apiserver that starts dials etcd before it ends (k8s.io/apiserver, storagebackend/factory/etcd3.go, dialTimeout). */
const dialTimeoutMs = 20_000;
const bookmarkEveryMs = 60_000;
const compactEveryMs = 300_000;

/** Runs a kube-apiserver: opens its port; reaches its etcd member, or ends; serves; answers from its cache or from etcd; streams watches. */
export function startApiServer(options: ApiServerOptions): void {
  const { process, etcd, params, store, warm } = options;
  const cache = watchCache(store, () => process.now(), warm);
  process.onExit(store.hold(cache.revision));
  const { requestTimeoutMs, maxRequestsInflight, maxMutatingRequestsInflight } = params;
  const server: Server = {
    options,
    cache,
    seats: seatsOf({
      process,
      seats: maxRequestsInflight + maxMutatingRequestsInflight,
      patienceMs: requestTimeoutMs / 4,
    }),
    metrics: requestMetrics(options.startedAtUnixMs + process.now()),
    context: contextOf(options, cache),
    authorized: warm,
    started: warm,
    stopping: false,
    inflight: inflightOf(() => process.now()),
  };
  const run = (open: OpenPort): void => {
    startReflector({ process, etcd, cache, patienceMs: params.watchCacheResetMs });
    every(server, bookmarkEveryMs, cache.bookmark);
    startCompactor(server);
    serve(server, open, joinKubernetesService(server));
  };
  const portOpens = (): OpenPort => openPort(options.network, process, options.on, options.port);
  if (warm) {
    run(portOpens());
    return;
  }
  const beganAt = process.now();
  // Its options make the listener, long before there is a server behind it (k8s.io/apiserver, server/options/serving.go, ApplyTo).
  const opened = new Promise<OpenPort>((resolve) => {
    process.after(params.listenAfterMs, () => resolve(portOpens()));
  });
  Promise.all([opened, begun(options)]).then(
    ([open]) => {
      process.after(params.serveAfterMs - (process.now() - beganAt), () => {
        run(open);
        process.after(params.authorizedAfterMs, () => whenEtcdAnswers(server, () => (server.authorized = true)));
        startHooks(server, params.startUpMs - (process.now() - beganAt));
      });
    },
    // It cannot run without its storage.
    () => process.exit(1),
  );
}

/**
 * Its storage is there. Where it does not ask etcd again it also makes an allocator of cluster IPs before it listens, from etcd: seen
 * in Kubernetes 1.33, which ends without a quorum ("cannot create cluster IP allocator: etcdserver: request timed out").
 */
async function begun({ etcd, params }: ApiServerOptions): Promise<void> {
  await etcd.connected(dialTimeoutMs);
  if (!params.etcdRetries) await etcd.readIndex();
}

/**
 * The first look at the services' addresses, which needs etcd, has a minute; after that the process ends (k8s.io/kubernetes,
 * pkg/registry/core/rest/storage_core.go, start-service-ip-repair-controllers; klog.Fatal's status).
 */
const firstRepairWithinMs = 60_000;
const fatal = 255;

/** Its hooks need the API: it has started when etcd has answered, and gives up when etcd does not. */
function startHooks(server: Server, leastMs: number): void {
  const { process } = server.options;
  const giveUp = process.after(firstRepairWithinMs, () => process.exit(fatal));
  const start = (): void => {
    giveUp();
    server.started = true;
  };
  process.after(leastMs, () => whenEtcdAnswers(server, start));
}

/** Asks etcd until it answers. */
function whenEtcdAnswers(server: Server, then: () => void): void {
  const { etcd, process } = server.options;
  etcd.readIndex().then(then, () => process.after(1000, () => whenEtcdAnswers(server, then)));
}

function serve(server: Server, open: OpenPort, leaveService: () => Promise<void>): void {
  const { process, on, port, params, random } = server.options;
  const queue = workQueue(process, params.workers);
  const readCost = logNormal(random, params.readCostMs, params.readCostMs * 4);
  const writeCost = logNormal(random, params.writeCostMs, params.writeCostMs * 4);
  const handshakeCost = logNormal(random, params.handshakeCostMs, params.handshakeCostMs * 4);
  const health = healthOf(server);
  const answer = (exchange: Exchange, arrivedAt: number): void => {
    const { path } = exchange.request;
    const denied = server.authorized ? undefined : denialOf(exchange.request);
    if (denied !== undefined) {
      exchange.answer(denied);
      return;
    }
    const page = health(path);
    if (page instanceof Promise) void page.then((answered) => exchange.answer(answered));
    else if (page !== undefined) exchange.answer(page);
    else if (path === '/metrics') exchange.answer({ status: 200, body: server.metrics.page(server.inflight.lines()) });
    else serveApi(server, exchange, arrivedAt);
  };
  const handling: HttpHandling = {
    process,
    on,
    port,
    handshake: (done) => queue.add(handshakeCost(), done),
    expired: () => hasExpired(on.machine),
    handler: (exchange) => {
      const arrivedAt = process.now();
      queue.add(exchange.request.method === 'GET' ? readCost() : writeCost(), () => answer(exchange, arrivedAt));
    },
  };
  open.serve((socket) => acceptHttp(socket, handling));
  process.onTerminate(() => {
    server.stopping = true;
    open.close();
    const until = process.now() + params.requestTimeoutMs;
    void leaveService().then(() => {
      server.cache.drop();
      leave(server, until);
    });
  });
}

/** Lets what is under way come to its end. */
function leave(server: Server, until: number): void {
  const { process } = server.options;
  if (server.inflight.count() === 0 || process.now() >= until) process.exit(0);
  else process.after(100, () => leave(server, until));
}

/** Forgets what is older than one interval (k8s.io/apiserver, storage/etcd3/compact.go). */
function startCompactor(server: Server): void {
  const { etcd, process } = server.options;
  let before: number | undefined;
  every(server, compactEveryMs, () => {
    const revision = before;
    before = server.cache.revision();
    if (revision === undefined) return;
    etcd.write({ kind: 'compact', revision }, process.now() + compactEveryMs).catch(() => undefined);
  });
}

function every({ options: { process, random } }: Server, periodMs: number, action: () => void): void {
  const again = (): void => {
    action();
    process.after(periodMs, again);
  };
  process.after(periodMs * random.next(), again);
}

const admitAll: ApiContext['admit'] = (_resource, _operation, object) => object;

function contextOf(options: ApiServerOptions, cache: WatchCache): Server['context'] {
  const { process, random, params, admit = admitAll } = options;
  const unixMs = (): number => process.unixMs();
  const { uid, suffix } = nameDraws(random);
  const webhooks = webhooksOf(options, cache, uid);
  return {
    newUid: uid,
    newSuffix: suffix,
    timestamp: () => secondText(unixMs()),
    unixMs,
    tolerationSeconds: {
      notReady: params.defaultNotReadyTolerationSeconds,
      unreachable: params.defaultUnreachableTolerationSeconds,
    },
    admit: (resource, operation, object) => {
      const judged = webhooks(resource, operation, object);
      if (judged instanceof Promise) return judged.then((left) => admit(resource, operation, left));
      return admit(resource, operation, judged);
    },
  };
}
