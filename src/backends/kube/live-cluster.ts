import type { Action } from '../../core/action.ts';
import type { Cluster, ClusterFacts, Observed } from '../../core/cluster.ts';
import type { ClusterState } from '../../core/cluster-state.ts';
import type { EtcdObservation } from '../../core/observation.ts';
import { workloadNamespace } from '../../core/identity.ts';
import { apiInjection, supportsApiVerb } from './api-verbs/index.ts';
import { chaosInjection } from './chaos-mesh/injection.ts';
import type { ChaosAccess } from './chaos-mesh/access.ts';
import { chaosMeshNamespace } from './chaos-mesh/ready.ts';
import { readClusterState } from './cluster-state.ts';
import { readLeaders } from './leaders.ts';
import { leaderOf } from './etcd.ts';
import { removeNamespace } from './namespace.ts';
import { nodeInjection, supportsVerb } from './node-verbs/index.ts';
import type { NodeAccess } from './node-verbs/verb-kind.ts';
import { observeCluster, type WatchedCollection } from './observe-cluster.ts';
import { unsteady } from './steady-state.ts';
import { sweepCluster } from './sweep.ts';
import { tracesOf } from './traces.ts';
import type { ApiServer } from './wire.ts';

/** A machine of a cluster; without an address it is not running. */
interface PlacedMachine {
  readonly name: string;
  readonly address: string | undefined;
}

/** A cluster that was found, reached and set up: what differs from one backend to the next. */
export interface LiveParts
  extends ChaosAccess,
    Pick<Observed, 'targets' | 'requests' | 'metrics' | 'ledger' | 'canaries' | 'agents' | 'load' | 'processors'> {
  readonly etcd: (signal: AbortSignal) => Promise<readonly EtcdObservation[]>;
  readonly facts: ClusterFacts;
  /** The apiservers, to watch from each of them. */
  readonly servers: readonly ApiServer[];
  readonly nodes: readonly PlacedMachine[];
  readonly balancer: PlacedMachine | undefined;
  /** The run's own namespace. */
  readonly namespace: string;
  readonly hasWorkload: boolean;
  /** Collections that may not be watched here. */
  readonly unwatched?: readonly WatchedCollection[];
}

const leaderWithinMs = 3000;

/** The contract of core, kept by a cluster with a Kubernetes API and machines that can be acted in. */
export function liveCluster(parts: LiveParts): Cluster {
  const { client, clock, inside, nodes } = parts;
  const { balancer } = parts;
  const machines = balancer === undefined ? nodes : [...nodes, balancer];
  const swept = machines.map(({ name }) => ({ name, isBalancer: name === balancer?.name }));
  const names = nodes.map(({ name }) => name);
  const podOf: NodeAccess['podOf'] = (namespace, name, signal) =>
    client.get(`/api/v1/namespaces/${namespace}/pods/${name}`, { signal });
  const addresses = new Map(machines.flatMap(({ name, address }) => (address === undefined ? [] : [[name, address]])));
  return {
    facts: parts.facts,
    targets: parts.targets,
    requests: parts.requests,
    watch: (emit, signal) =>
      observeCluster(
        { client, clock, servers: parts.servers, unwatched: parts.unwatched ?? [] },
        workloadNamespace,
        emit,
        signal,
      ),
    etcd: parts.etcd,
    metrics: parts.metrics,
    ledger: parts.ledger,
    canaries: parts.canaries,
    agents: parts.agents,
    load: parts.load,
    processors: parts.processors,
    state: (signal) => readState(parts, signal),
    unsupported: (action) => unsupported(action, addresses),
    prepare: (action) => {
      if (action.kind === 'node') return nodeInjection({ ...parts, addresses, nodes: names, podOf }, action);
      return action.kind === 'api' ? apiInjection(parts, action) : chaosInjection(parts, action);
    },
    steadyState: async (signal) => {
      const expected = {
        nodes: nodes.map(({ name }) => name),
        systemNamespaces: ['kube-system', chaosMeshNamespace],
        workloadNamespace: parts.hasWorkload ? workloadNamespace : undefined,
      };
      const [failures, ...left] = await Promise.all([
        parts.etcd(signal).then((members) => unsteady(client, expected, members, signal)),
        ...swept.map(async (machine) =>
          (await tracesOf(inside, machine, signal)).map((what) => `an earlier run left ${what} in ${machine.name}`),
        ),
      ]);
      return [...failures, ...left.flat()];
    },
    cleanUp: (signal) => removeNamespace(client, parts.namespace, clock, signal),
    sweep: (signal) => sweepCluster(parts, swept, signal),
  };
}

function unsupported(action: Action, addresses: ReadonlyMap<string, string>): string | undefined {
  if (action.kind === 'chaos-mesh') return undefined;
  if (action.kind === 'api') {
    return supportsApiVerb(action.verb) ? undefined : `this version cannot do ${action.verb.name}`;
  }
  if (!supportsVerb(action.verb)) return `a node of this cluster cannot do ${action.verb.name}`;
  return addresses.has(action.node) ? undefined : `${action.node} is no running node of this cluster`;
}

async function readState(parts: LiveParts, signal: AbortSignal): Promise<ClusterState> {
  const { balancer } = parts;
  const surroundings = {
    loadBalancer: balancer?.address === undefined ? undefined : { name: balancer.name, address: balancer.address },
    etcdLeader: await findLeader(parts, signal),
    leaders: await readLeaders(parts.client, signal),
    workloadNamespace,
  };
  return await readClusterState(parts.client, surroundings, signal);
}

/** An election takes a moment: nobody leads for good only when nobody does for a while. */
async function findLeader(parts: LiveParts, signal: AbortSignal): Promise<string | undefined> {
  const until = parts.clock.now() + leaderWithinMs;
  for (;;) {
    const leader = leaderOf(await parts.etcd(signal));
    if (leader !== undefined || signal.aborted || parts.clock.now() > until) return leader;
    await parts.clock.sleep(250, signal);
  }
}
