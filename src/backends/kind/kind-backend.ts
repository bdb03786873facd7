import { setMaxListeners } from 'node:events';
import type { Clock } from '../../base/clock.ts';
import { deadline, originNow, systemClock } from '../../base/system-clock.ts';
import type { Backend, Cluster, ClusterFacts, RunRequest } from '../../core/cluster.ts';
import { HarnessError } from '../../core/errors.ts';
import { workloadNamespace } from '../../core/identity.ts';
import type { Settings } from '../../core/settings.ts';
import { retrying } from '../kube/api-error.ts';
import { type HttpsKubeClient, kubeClient } from '../kube/https-client.ts';
import { makeNamespace, removeNamespace } from '../kube/namespace.ts';
import { deployWorkload, type DeployedWorkload } from '../kube/workload.ts';
import { startNullTarget } from '../prober/null-target.ts';
import { readWorkloadFile } from '../workload-file.ts';
import { probedTargets } from './endpoints.ts';
import { factsUnasked, readFacts } from './facts.ts';
import { kindCluster, type KindParts } from './kind-cluster.ts';
import { findCluster, provideKubeconfig } from './kind-clusters.ts';
import { preflight } from './preflight.ts';
import { findRoute } from './reach.ts';
import { lockCluster } from './state.ts';
import { kindTitle } from './title.ts';

const patienceMs = 60_000;
const undoTimeoutMs = 60_000;

/** Runs scenarios on the kind cluster of the settings, by the wall clock. */
export function kindBackend(settings: Settings): Backend {
  // Many calls at once hang on one signal; Node takes more than ten for a leak, and says so on the terminal.
  setMaxListeners(100);
  return {
    ...kindTitle,
    simulated: false,
    preflight: (request, signal) => preflight(settings, request, signal),
    run: (request, signal, body) => runOnKind(settings, request, signal, body),
  };
}

async function runOnKind<T>(
  settings: Settings,
  request: RunRequest,
  signal: AbortSignal,
  body: (cluster: Cluster, clock: Clock) => Promise<T>,
): Promise<T> {
  const unlock = await lockCluster(settings.kind.name, request.runId);
  const closing: (() => Promise<void> | void)[] = [unlock];
  try {
    const origin = originNow();
    const clock = systemClock(origin);
    const ground = await findGround(settings, signal);
    closing.push(() => ground.client.close());
    const { namespace, note } = request;
    const own = { ...ground, clock, origin, namespace, note, agentImage: settings.agent.image };
    const made = request.mode === 'recover' ? nothingMade(own) : await setUp(settings, request, own, signal);
    closing.push(made.close);
    return await body(kindCluster({ ...own, ...made }), clock);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** What is there before the run makes anything of its own. */
type Ground = Pick<KindParts, 'containers' | 'route'> & { readonly client: HttpsKubeClient };
/** What the run made, or found out. */
type Made = Pick<KindParts, 'facts' | 'probed' | 'hasWorkload'> & { readonly close: () => Promise<void> };
type Own = Ground & Pick<KindParts, 'clock' | 'origin' | 'namespace' | 'note' | 'agentImage'>;

async function findGround(settings: Settings, signal: AbortSignal): Promise<Ground> {
  const { name } = settings.kind;
  const { containers, problems } = await findCluster(name, signal);
  const [problem] = problems;
  if (containers.length === 0) {
    const message = problem?.message ?? `there is no kind cluster called ${name}`;
    throw new HarnessError('unavailable', message, { hint: problem?.hint ?? 'Make it: npm run chaos -- up' });
  }
  const kubeconfig = await provideKubeconfig(name, containers, signal);
  const route = await findRoute(containers);
  const client = kubeClient({ kubeconfig, servers: route.apiservers });
  return { client, containers, route };
}

function nothingMade({ containers, route }: Own): Made {
  return { facts: factsUnasked(containers, route), probed: [], hasWorkload: false, close: async () => {} };
}

async function setUp(settings: Settings, request: RunRequest, own: Own, signal: AbortSignal): Promise<Made> {
  const { client, clock, route, containers, namespace, note } = own;
  const patience = { clock, signal, budgetMs: patienceMs };
  await retrying(patience, () => makeNamespace(client, namespace, request.runId, signal));
  try {
    const facts: ClusterFacts = await retrying(patience, () => readFacts(client, route, containers, signal));
    const workload = request.workload === undefined ? undefined : await deploy(settings, request.workload, own, signal);
    const nullTarget = await startNullTarget();
    const credentials = await client.credentials();
    const probed = probedTargets({
      route,
      containers,
      namespace,
      workload,
      credentials,
      nullEndpoint: nullTarget.endpoint,
    });
    note(`the cluster is set up; probes use ${route.description}`);
    return { facts, probed, hasWorkload: workload !== undefined, close: nullTarget.close };
  } catch (error) {
    // The runner was never handed the cluster: nobody else would take the namespace away.
    const limit = deadline(undoTimeoutMs);
    await removeNamespace(client, namespace, clock, limit.signal).catch(() => []);
    limit.dispose();
    throw error;
  }
}

async function deploy(
  settings: Settings,
  workload: string,
  { client, clock, note }: Own,
  signal: AbortSignal,
): Promise<DeployedWorkload> {
  const manifests = await readWorkloadFile(workload);
  note(`waiting until the workload ${workload} is complete`);
  const { image } = settings.workload;
  return await deployWorkload({ client, clock }, { ...manifests, image, namespace: workloadNamespace }, signal);
}
