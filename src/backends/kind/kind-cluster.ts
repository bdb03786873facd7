import type { Clock } from '../../base/clock.ts';
import { type ClockOrigin } from '../../base/system-clock.ts';
import type { Action } from '../../core/action.ts';
import type { Cluster, ClusterFacts } from '../../core/cluster.ts';
import type { ClusterState } from '../../core/cluster-state.ts';
import type { EtcdObservation } from '../../core/observation.ts';
import { workloadNamespace } from '../../core/identity.ts';
import type { ProbeTarget } from '../../core/stream.ts';
import { chaosInjection } from '../kube/chaos-mesh/injection.ts';
import { readClusterState } from '../kube/cluster-state.ts';
import { leaderOf, scrapeEtcd } from '../kube/etcd.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { removeNamespace } from '../kube/namespace.ts';
import { observeCluster } from '../kube/observe-cluster.ts';
import { unsteady } from '../kube/steady-state.ts';
import type { Endpoint } from '../prober/endpoint.ts';
import { sendStreams } from '../prober/prober.ts';
import { chaosMeshNamespace } from './chaos-mesh-ready.ts';
import { sweepCluster } from './clean-up.ts';
import { controlPlanes } from './facts.ts';
import { nodeInjection, nodeRules, supportsVerb } from './node-verbs/index.ts';
import type { Route } from './reach.ts';
import { execInNode, type NodeContainer } from './runtime.ts';

/** A kind cluster that was found, reached and set up. */
export interface KindParts {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly origin: ClockOrigin;
  readonly route: Route;
  readonly containers: readonly NodeContainer[];
  readonly facts: ClusterFacts;
  /** Where probes go, by the name of their target. */
  readonly probed: readonly { readonly target: ProbeTarget; readonly endpoint: Endpoint }[];
  /** The run's own namespace. */
  readonly namespace: string;
  readonly hasWorkload: boolean;
  readonly note: (text: string) => void;
}

const leaderWithinMs = 3000;

/** The contract of core, kept by a kind cluster. */
export function kindCluster(parts: KindParts): Cluster {
  const { client, clock, route, containers, probed } = parts;
  const nodes = containers.filter(({ role }) => role !== 'external-load-balancer');
  const access = { client, clock, exec: execInNode, note: parts.note };
  const addresses = new Map(nodes.flatMap(({ name, address }) => (address === undefined ? [] : [[name, address]])));
  const etcd = (signal: AbortSignal): Promise<readonly EtcdObservation[]> => readEtcd(parts, signal);
  return {
    facts: parts.facts,
    targets: probed.map(({ target }) => target),
    requests: (streams, emit, signal) => {
      const endpoints = probed.map(({ endpoint }) => endpoint);
      return sendStreams({ streams, endpoints, origin: parts.origin, emit, signal });
    },
    watch: (emit, signal) =>
      observeCluster({ client, clock, servers: route.apiservers }, workloadNamespace, emit, signal),
    etcd,
    state: (signal) => readState(parts, signal),
    unsupported: (action) => unsupported(action, addresses),
    prepare: (action) =>
      action.kind === 'node' ? nodeInjection({ ...access, addresses }, action) : chaosInjection(access, action),
    steadyState: async (signal) => {
      const expected = {
        nodes: nodes.map(({ name }) => name),
        systemNamespaces: ['kube-system', chaosMeshNamespace],
        workloadNamespace: parts.hasWorkload ? workloadNamespace : undefined,
      };
      const [failures, ...rules] = await Promise.all([
        etcd(signal).then((members) => unsteady(client, expected, members, signal)),
        ...nodes.map(({ name }) =>
          nodeRules(execInNode, name, signal).then((found) => (found.length > 0 ? [name] : [])),
        ),
      ]);
      return [...failures, ...rules.flat().map((name) => `rules of an earlier run drop traffic in ${name}`)];
    },
    cleanUp: (signal) => removeNamespace(client, parts.namespace, clock, signal),
    sweep: (signal) => sweepCluster(access, nodes, signal),
  };
}

function unsupported(action: Action, addresses: ReadonlyMap<string, string>): string | undefined {
  if (action.kind === 'chaos-mesh') return undefined;
  if (!supportsVerb(action.verb)) return `a kind node cannot do ${action.verb.name}`;
  return addresses.has(action.node) ? undefined : `${action.node} is no running node of this kind cluster`;
}

function readEtcd({ clock, containers, route }: KindParts, signal: AbortSignal): Promise<readonly EtcdObservation[]> {
  const members = controlPlanes(containers);
  return scrapeEtcd(members, { clock, direct: route.direct, exec: execInNode }, signal);
}

async function readState(parts: KindParts, signal: AbortSignal): Promise<ClusterState> {
  const balancer = parts.containers.find(({ role }) => role === 'external-load-balancer');
  const surroundings = {
    loadBalancer: balancer?.address === undefined ? undefined : { name: balancer.name, address: balancer.address },
    etcdLeader: await findLeader(parts, signal),
    workloadNamespace,
  };
  return await readClusterState(parts.client, surroundings, signal);
}

/** An election takes a moment: nobody leads for good only when nobody does for a while. */
async function findLeader(parts: KindParts, signal: AbortSignal): Promise<string | undefined> {
  const until = parts.clock.now() + leaderWithinMs;
  for (;;) {
    const leader = leaderOf(await readEtcd(parts, signal));
    if (leader !== undefined || signal.aborted || parts.clock.now() > until) return leader;
    await parts.clock.sleep(250, signal);
  }
}
