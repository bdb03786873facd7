import { setMaxListeners } from 'node:events';
import { isKind } from 'chaos-mesh-types';
import type { Clock } from '../../base/clock.ts';
import { seededRandom } from '../../base/random.ts';
import { originNow } from '../../base/system-clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { type ClusterParams, clusterParams } from '../../core/cluster-params/index.ts';
import type { Backend, Cluster, RunRequest } from '../../core/cluster.ts';
import { HarnessError, type Problem } from '../../core/errors.ts';
import { workloadNamespace } from '../../core/identity.ts';
import type { Settings } from '../../core/settings.ts';
import { tooSmall } from '../kube/cluster-nodes.ts';
import { chaosMeshProblems } from '../kube/chaos-mesh/ready.ts';
import { makeNamespace } from '../kube/namespace.ts';
import { readApiVersions, readTopology } from '../kube/topology.ts';
import { deployWorkload } from '../kube/workload.ts';
import { waitOut } from '../kube/wait-out.ts';
import { readWorkloadFile } from '../workload-file.ts';
import { buildWorld } from './bootstrap/build-world.ts';
import { plannedNodes } from './bootstrap/topology.ts';
import { simulatedKinds } from './chaos-mesh/kinds.ts';
import { kindOverrides } from './params/kind-file.ts';
import { type Harness, harnessAt, simCluster, simTargets } from './sim-cluster.ts';
import { simTitle } from './title.ts';

const settleMs = 10_000;
const larger = 'Make it larger (--set cluster.zones, cluster.controlPlanes, cluster.nodesPerZone)';

/** Runs scenarios on a simulated cluster with the settings of the kind configuration and of the scenario. */
export function simBackend(settings: Settings): Backend {
  // Many calls at once hang on one signal; Node takes more than ten for a leak, and says so on the terminal.
  setMaxListeners(0);
  return {
    ...simTitle,
    simulated: true,
    preflight: async (request) => {
      const params = await paramsOf(settings, request);
      return [...tooSmall(shapeOf(params), request, larger), ...notSimulated(request)];
    },
    run: (request, signal, body) => runSimulated(settings, request, signal, body),
  };
}

/** Objects that would be stored, and waited for in vain. The machines lack nothing. */
function notSimulated({ needs }: RunRequest): readonly Problem[] {
  const missing = needs.filter((need) => isKind(need) && !simulatedKinds.some((kind) => kind === need));
  return [...new Set(missing)].map((kind) => ({
    check: 'needs',
    message: `${kind} is not simulated: it would be stored, and nothing would come of it`,
    hint: 'Run it on a real cluster: --cluster kind',
  }));
}

async function paramsOf(settings: Settings, { cluster }: RunRequest): Promise<ClusterParams> {
  return clusterParams(await kindOverrides(settings.kind.config), cluster);
}

function shapeOf(params: ClusterParams): Parameters<typeof tooSmall>[0] {
  const nodes = plannedNodes(params);
  const controlPlanes = nodes.filter(({ controlPlane }) => controlPlane).length;
  return { zones: [...new Set(nodes.map(({ zone }) => zone))], controlPlanes, workers: nodes.length - controlPlanes };
}

async function runSimulated<T>(
  settings: Settings,
  request: RunRequest,
  signal: AbortSignal,
  body: (cluster: Cluster, clock: Clock) => Promise<T>,
): Promise<T> {
  // Files are read before: inside, only virtual time passes.
  const params = await paramsOf(settings, request);
  const workload = request.workload === undefined ? undefined : await readWorkloadFile(request.workload);
  // Whole seconds, so that the API's stamps fall the same way in each run of a seed.
  const clock = virtualClock(Math.floor(originNow().unixMs / 1000) * 1000);
  return await clock.run(async () => {
    const world = buildWorld(clock, params, seededRandom(request.seed, 'sim'));
    const harness = harnessAt(world, clock);
    const cluster = await setUp(settings, request, { harness, workload, signal });
    return await body(cluster, clock);
  });
}

async function setUp(
  settings: Settings,
  request: RunRequest,
  {
    harness,
    workload,
    signal,
  }: {
    readonly harness: Harness;
    readonly workload: { file: string; text: string } | undefined;
    readonly signal: AbortSignal;
  },
): Promise<Cluster> {
  const { client, clock } = harness;
  const { namespace, runId, note } = request;
  await makeNamespace(client, namespace, runId, signal);
  const [topology, versions] = await Promise.all([readTopology(client, signal), readApiVersions(client, signal)]);
  if (workload !== undefined) note(`waiting until the workload ${request.workload ?? ''} is complete`);
  const deployed =
    workload === undefined
      ? undefined
      : await deployWorkload(
          { client, clock },
          { ...workload, image: settings.workload.image, namespace: workloadNamespace },
          signal,
        );
  // A workload that was there before: the rules of every node know it, which the API does not tell.
  await clock.sleep(settleMs, signal);
  const problems = await waitOut([() => chaosMeshProblems(client, signal)], { clock, signal, note });
  if (problems.length > 0) {
    throw new HarnessError('unavailable', problems.map(({ message }) => message).join('; '), {
      hint: 'Look at what the scenario sets under cluster: with the default settings all is ready from the start.',
    });
  }
  const facts = { versions, topology, probePath: 'the simulated network, from outside the cluster' };
  const probed = simTargets(harness, namespace, deployed);
  return simCluster({ harness, request, facts, probed, hasWorkload: deployed !== undefined });
}
