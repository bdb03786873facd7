import { setMaxListeners } from 'node:events';
import type { Clock } from '../../base/clock.ts';
import { processorTimes } from '../../base/processor-times.ts';
import { deadline, originNow, systemClock } from '../../base/system-clock.ts';
import type { Backend, Cluster, RunRequest } from '../../core/cluster.ts';
import { HarnessError, messageOf, type Problem } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { retrying } from '../kube/api-error.ts';
import { chaosMeshProblems } from '../kube/chaos-mesh/ready.ts';
import { readShape, tooSmall } from '../kube/cluster-nodes.ts';
import { type Kubeconfig, readContext } from '../kube/credentials.ts';
import { clientOf, type HttpsKubeClient } from '../kube/https-client.ts';
import { anyLoad } from '../k6/operator-load.ts';
import { removeNamespace } from '../kube/namespace.ts';
import { type Look, waitOut } from '../kube/wait-out.ts';
import { sendStreams } from '../prober/prober.ts';
import { startNullTarget } from '../prober/null-target.ts';
import { directServers } from './apiservers.ts';
import { contextCluster } from './context-cluster.ts';
import { type Ground, sourcesOf, urlsOf, writersOf } from './instruments.ts';
import { contextTitle } from './title.ts';
import { type OwnNamespace, tryNamespace } from './own-namespace.ts';
import { deploy, factsOf, type Probed, probedTargets, unlistable } from './set-up.ts';

const answerWithinMs = 10_000;
const undoTimeoutMs = 60_000;

/** Runs scenarios on the cluster of a context of the user's kubeconfig, by the wall clock. Throws HarnessError('usage') without a name. */
export function contextBackend(settings: Settings, context: string | undefined): Backend {
  if (context === undefined || context === '') {
    throw new HarnessError('usage', 'no context is named', { hint: 'Write --cluster context:NAME.' });
  }
  // Many calls at once hang on one signal; Node takes more than ten for a leak, and says so on the terminal.
  setMaxListeners(100);
  return {
    ...contextTitle,
    name: `${contextTitle.name}:${context}`,
    simulated: false,
    preflight: async (request, signal) => preflight(readContext(context), request, signal),
    run: async (request, signal, body) => runOn(settings, readContext(context), { request, signal, body }),
  };
}

async function preflight(config: Kubeconfig, request: RunRequest, signal: AbortSignal): Promise<readonly Problem[]> {
  const refused = request.faults && request.mode === 'run' && request.consent === undefined;
  if (refused)
    return [{ check: 'consent', message: `nothing is broken on ${config.context} unasked`, hint: consentHint }];
  const client = clientOf(config, [config.server]);
  const patience = { clock: systemClock(), signal, budgetMs: answerWithinMs };
  try {
    // Any answer shows that something is there; whether it is well is what the run is to find out.
    await retrying(patience, () => client.request('GET', '/version', { signal }));
    const looks: readonly Look[] = [
      () => retrying(patience, () => lacking(client, request, signal)),
      ...(request.faults ? [() => retrying(patience, () => chaosMeshProblems(client, signal))] : []),
    ];
    return await waitOut(looks, { clock: patience.clock, signal, note: request.note });
  } catch (error) {
    signal.throwIfAborted();
    const hint = `Is the cluster up, and may you ask it? kubectl --context ${config.context} get --raw /version`;
    return [{ check: 'api', message: messageOf(error), hint }];
  } finally {
    client.close();
  }
}

const consentHint =
  'Look at it first (plan), then allow it: --yes --max-nodes N --max-pods N, and label the namespaces of its targets.';

async function lacking(client: HttpsKubeClient, request: RunRequest, signal: AbortSignal): Promise<readonly Problem[]> {
  const { zones, controlPlanes, workers } = request.requires;
  return zones + controlPlanes + workers === 0
    ? []
    : tooSmall(await readShape(client, signal), request, 'Choose a larger cluster');
}

interface Job<T> {
  readonly request: RunRequest;
  readonly signal: AbortSignal;
  readonly body: (cluster: Cluster, clock: Clock) => Promise<T>;
}

async function runOn<T>(settings: Settings, config: Kubeconfig, { request, signal, body }: Job<T>): Promise<T> {
  const origin = originNow();
  const clock = systemClock(origin);
  const first = clientOf(config, [config.server]);
  const direct = await directServers(first, config.server, await config.credentials(), signal);
  const client = direct.length === 0 ? first : clientOf(config, [...direct, config.server]);
  const own: OwnNamespace =
    request.mode === 'recover'
      ? { made: true }
      : await tryNamespace({ client, clock }, request.namespace, request.runId, signal);
  const ground: Ground = { config, client, clock, origin, direct, own };
  let close = async (): Promise<void> => {};
  try {
    const made = await setUp(settings, request, ground, signal).catch(async (error: unknown) => {
      await undo(request, ground);
      throw error;
    });
    close = made.close;
    return await body(made.cluster, clock);
  } finally {
    await close();
    first.close();
    client.close();
  }
}

async function setUp(
  settings: Settings,
  request: RunRequest,
  ground: Ground,
  signal: AbortSignal,
): Promise<{ cluster: Cluster; close: () => Promise<void> }> {
  const { client, clock, direct, own, config } = ground;
  const { namespace, note } = request;
  const isRun = request.mode === 'run';
  if (!own.made) note(`nothing is written: ${own.reason}`);
  const closed = isRun ? await unlistable(client, signal) : new Map<never, string>();
  for (const [resource, reason] of closed) note(`${resource} are not watched: ${reason}`);
  const reached =
    direct.length === 0 ? 'the server of the kubeconfig' : 'the kubeconfig’s server and the apiservers’ own addresses';
  const facts = await factsOf(client, reached, signal);
  const workload = isRun ? await deploy(settings, request, { client, clock }, signal) : undefined;
  const control = isRun ? await startNullTarget() : undefined;
  const probed: Probed =
    control === undefined
      ? []
      : await probedTargets(
          { client, direct, namespace, own, workload, server: config.server, nullEndpoint: control.endpoint },
          signal,
        );
  const cluster = contextCluster({
    client,
    clock,
    facts,
    namespace,
    note,
    madeNamespace: own.made,
    consent: request.consent,
    hasWorkload: workload !== undefined,
    unwatched: [...closed.keys()],
    servers: direct.length === 0 ? [config.server] : direct,
    nodeNames: facts.topology.nodes.map(({ name }) => name),
    targets: probed.map(({ target }) => target),
    requests: (streams, emit, over) => {
      const endpoints = probed.map(({ endpoint }) => endpoint);
      return sendStreams({ streams, endpoints, origin: ground.origin, emit, signal: over });
    },
    etcd: async () => [],
    load: anyLoad({ client, clock, namespace: own.made ? namespace : undefined, urls: urlsOf(probed) }),
    ...writersOf(ground, { namespace, image: settings.agent.image }),
    metrics: () => sourcesOf(ground, facts.topology.nodes),
    processors: processorTimes,
  });
  return { cluster, close: control?.close ?? (async () => {}) };
}

/** The runner was never handed the cluster: nobody else would take the namespace away. */
async function undo({ mode, namespace }: RunRequest, { client, clock, own }: Ground): Promise<void> {
  if (mode === 'recover' || !own.made) return;
  const limit = deadline(undoTimeoutMs);
  await removeNamespace(client, namespace, clock, limit.signal).catch(() => []);
  limit.dispose();
}
