import { plurals } from 'chaos-mesh-types';
import { HarnessError, messageOf, type Problem } from '../../core/errors.ts';
import type { RunRequest } from '../../core/cluster.ts';
import { managedBy, managedByLabel, runLabel } from '../../core/identity.ts';
import type { Settings } from '../../core/settings.ts';
import { deadline, systemClock } from '../../base/system-clock.ts';
import { ApiError, type Patience, retrying } from '../kube/api-error.ts';
import { webhooksPath } from '../kube/api-verbs/refuse-creates.ts';
import { kubeClient } from '../kube/https-client.ts';
import type { KubeClient, KubeList } from '../kube/kube-client.ts';
import { chaosMeshGroup, chaosMeshProblems } from '../kube/chaos-mesh/ready.ts';
import { appliedKinds } from '../kube/chaos-mesh/sweep.ts';
import { readShape, tooSmall } from '../kube/cluster-nodes.ts';
import { tracesOf } from '../kube/traces.ts';
import { type Look, waitOut } from '../kube/wait-out.ts';
import { findCluster, type FoundCluster, provideKubeconfig } from './kind-clusters.ts';
import { kindInside } from './exec-inside.ts';
import { unmetNeeds } from './needs.ts';
import { activeRun, lockedBy } from './state.ts';
import { checkEngine, checkKind, checkTimeoutMs, isProblem } from './tools.ts';

/** For each look into the cluster: the API and the webhooks may take their time. */
const clusterTimeoutMs = 20_000;
const patienceMs = 10_000;

/**
 * Everything that stands in the way of a run on the kind cluster of the settings, all at once; empty: ready. Answers within 5 s
 * where there is no engine, no kind or no cluster; where nothing is in the way but what mends itself, when it has. For `recover`
 * only these count: the API may be down, and what an earlier run left is what it is for.
 */
export async function preflight(
  settings: Settings,
  request: RunRequest,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const name = settings.kind.name;
  const [tools, cluster, holder] = await Promise.all([
    Promise.all([checkEngine(signal), checkKind(signal)]),
    lookUp(name, signal),
    activeRun(name),
  ]);
  const missing = tools.filter(isProblem);
  // Without an engine or kind, what is said of the cluster only repeats it.
  if (missing.length > 0) return missing;
  // What that run makes and breaks is no problem of the cluster's own.
  if (holder !== undefined) return [{ check: 'lock', message: lockedBy(name, holder), hint: waitForIt }];
  if (request.mode === 'recover') return cluster.containers.length === 0 ? cluster.problems : [];
  if (cluster.problems.length > 0) return cluster.problems;
  return await lookInside(settings, cluster, request, signal);
}

const waitForIt = 'Wait until it has ended, or interrupt it.';
const unhealthy =
  'If a run was broken off: npm run chaos -- recover. Else make the cluster anew: npm run chaos -- down, then up.';
const recover = 'Undo what an earlier run left behind: npm run chaos -- recover';

async function lookUp(name: string, signal: AbortSignal): Promise<FoundCluster> {
  const limit = deadline(checkTimeoutMs, signal);
  try {
    return await findCluster(name, limit.signal);
  } catch (error) {
    return { containers: [], problems: [problemOf('cluster', error)] };
  } finally {
    limit.dispose();
  }
}

/** What an earlier run left in the nodes: looked for past the API, which they may have cut off. */
async function nodesLeftovers({ containers }: FoundCluster, signal: AbortSignal): Promise<readonly Problem[]> {
  const inside = kindInside();
  const found = await Promise.all(
    containers.map(async ({ name, role }): Promise<readonly Problem[]> => {
      try {
        const left = await tracesOf(inside, { name, isBalancer: role === 'external-load-balancer' }, signal);
        return left.map((what) => ({
          check: 'leftovers',
          message: `an earlier run left ${what} in ${name}`,
          hint: recover,
        }));
      } catch (error) {
        return [problemOf('leftovers', error)];
      }
    }),
  );
  return found.flat();
}

async function lookInside(
  settings: Settings,
  cluster: FoundCluster,
  request: RunRequest,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const inNodes: Look = () => nodesLeftovers(cluster, signal);
  const limit = deadline(clusterTimeoutMs, signal);
  let client: KubeClient | undefined;
  try {
    client = kubeClient({ kubeconfig: await provideKubeconfig(settings.kind.name, cluster.containers, limit.signal) });
    const looks = [inNodes, ...looksAtApi(client, cluster, request, signal)];
    return apiOnce(await waitOut(looks, { clock: systemClock(), signal, note: request.note }));
  } catch (error) {
    if (signal.aborted && signal.reason instanceof HarnessError) throw signal.reason;
    return [...(await inNodes()), problemOf('api', error)];
  } finally {
    client?.close();
    limit.dispose();
  }
}

function looksAtApi(
  client: KubeClient,
  cluster: FoundCluster,
  request: RunRequest,
  signal: AbortSignal,
): readonly Look[] {
  const patiently =
    (work: (patience: Patience) => Promise<readonly Problem[]>): Look =>
    async () => {
      const limit = deadline(clusterTimeoutMs, signal);
      try {
        // An apiserver that was started a moment ago answers 429 until its caches are filled.
        return await work({ clock: systemClock(), signal: limit.signal, budgetMs: patienceMs });
      } catch (error) {
        signal.throwIfAborted();
        return [problemOf('api', error)];
      } finally {
        limit.dispose();
      }
    };
  const tried = (look: (signal: AbortSignal) => Promise<readonly Problem[]>): Look =>
    patiently((patience) => retrying(patience, () => look(patience.signal)));
  const node = cluster.containers.find(({ role, state }) => role === 'worker' && state === 'running')?.name;
  const balancer = cluster.containers.find(({ role }) => role === 'external-load-balancer')?.name;
  return [
    tried(async (limited) =>
      tooSmall(await readShape(client, limited), request, 'Make a larger cluster (kind.config in the settings file)'),
    ),
    ...(request.faults ? [tried((limited) => chaosMeshProblems(client, limited))] : []),
    patiently((patience) => findLeftovers(client, patience)),
    ...(node === undefined ? [] : [tried((limited) => unmetNeeds({ client, node, balancer }, request.needs, limited))]),
  ];
}

/** An API that does not answer is one problem, however many asked it. */
function apiOnce(problems: readonly Problem[]): readonly Problem[] {
  const first = problems.find(({ check }) => check === 'api');
  return problems.filter((one) => one.check !== 'api' || one === first);
}

interface Labelled {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** Namespaces and Chaos Mesh objects that carry a run's label: nothing of an earlier run may be in this one's figures. */
async function findLeftovers(client: KubeClient, patience: Patience): Promise<readonly Problem[]> {
  const selector = `labelSelector=${encodeURIComponent(`${managedByLabel}=${managedBy},${runLabel}`)}`;
  const names: string[] = [];
  const paths = [
    '/api/v1/namespaces',
    webhooksPath,
    ...appliedKinds.map((kind) => `${chaosMeshGroup}/${plurals[kind]}`),
  ];
  for (const path of paths) {
    const items = await retrying(patience, async () => {
      const answer = await client.request<KubeList<Labelled>>('GET', `${path}?${selector}`, {
        signal: patience.signal,
      });
      if (answer.status === 404) return []; // Chaos Mesh is absent, which another check says
      if (answer.status !== 200) throw new ApiError(`GET ${path}: ${answer.status}`, { status: answer.status });
      return answer.body.items;
    });
    const kind = path.split('/').at(-1) ?? '';
    names.push(...items.map(({ metadata }) => `${kind}/${metadata.name} (run ${metadata.labels?.[runLabel] ?? '?'})`));
  }
  if (names.length === 0) return [];
  return [{ check: 'leftovers', message: `an earlier run left ${names.join(', ')}`, hint: recover }];
}

function problemOf(check: string, error: unknown): Problem {
  const hint = error instanceof HarnessError ? error.hint : undefined;
  return { check, message: messageOf(error), hint: hint ?? unhealthy };
}
