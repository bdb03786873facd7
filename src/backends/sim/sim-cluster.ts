import type { Clock } from '../../base/clock.ts';
import type { Cluster, ClusterFacts, RunRequest } from '../../core/cluster.ts';
import type { EtcdObservation } from '../../core/observation.ts';
import type { ProbeTarget } from '../../core/stream.ts';
import { clientOver, type KubeClient } from '../kube/kube-client.ts';
import { kubeCanaries } from '../kube/canaries.ts';
import { kubeLedger } from '../kube/ledger.ts';
import { liveCluster } from '../kube/live-cluster.ts';
import type { ApiServer } from '../kube/wire.ts';
import type { DeployedWorkload } from '../kube/workload.ts';
import type { Endpoint } from '../prober/endpoint.ts';
import { simTransport } from './client/sim-transport.ts';
import type { Process } from './engine/process.ts';
import { scrapeMembers } from './etcd/scrape.ts';
import { serveHttp } from './http/server.ts';
import { sendSimStreams } from './prober/sim-prober.ts';
import { simAgents } from './sim-agents.ts';
import { simInside } from './sim-inside.ts';
import { simSources } from './sim-sources.ts';
import { apiPort, type World } from './world.ts';

/** The harness at a simulated cluster: a process outside, and its client. */
export interface Harness {
  readonly world: World;
  readonly clock: Clock;
  readonly operator: Process;
  readonly client: KubeClient;
  readonly servers: readonly (ApiServer & { readonly node: string })[];
}

/** Puts the harness on the machine outside the cluster. */
export function harnessAt(world: World, clock: Clock): Harness {
  const operator = world.outside.machine.run('harness');
  const servers = [...world.nodes.values()]
    .filter(({ controlPlane }) => controlPlane)
    .map(({ name, on }) => ({ node: name, url: `https://${on.address}:${apiPort}` }));
  const wire = { network: world.network, process: operator, from: world.outside.on };
  return { world, clock, operator, servers, client: clientOver(simTransport(wire, servers, clock), servers) };
}

const nullPort = 8444;
const costMs = 0.2;

/** Traffic enters a large cluster through so many nodes of each zone: through thousands, each would be asked once in minutes. */
const waysPerZone = 4;

function waysIn(names: readonly string[], nodes: World['nodes']): readonly string[] {
  const byZone = new Map<string, number>();
  return names.filter((name) => {
    const zone = nodes.get(name)?.zone ?? '';
    const before = byZone.get(zone) ?? 0;
    byZone.set(zone, before + 1);
    return before < waysPerZone;
  });
}

/** What the probes ask, and where it is; starts the control target. */
export function simTargets(
  { world, operator, servers }: Harness,
  namespace: string,
  workload: DeployedWorkload | undefined,
): readonly { readonly target: ProbeTarget; readonly endpoint: Endpoint }[] {
  const { network, outside, balancer, nodes } = world;
  const answer = { status: 200, body: 'ok' };
  serveHttp({
    network,
    process: operator,
    on: outside.on,
    port: nullPort,
    handler: (exchange) => void operator.after(costMs, () => exchange.answer(answer)),
  });
  const place = (target: ProbeTarget, url: string): { target: ProbeTarget; endpoint: Endpoint } => ({
    target,
    endpoint: { target: target.name, url, namespace },
  });
  const app = (workload?.nodePort === undefined ? [] : waysIn(workload.nodes, nodes)).map((name) =>
    place(
      { name: `app@${name}`, role: 'app', node: name },
      `http://${nodes.get(name)?.on.address ?? ''}:${workload?.nodePort ?? 0}`,
    ),
  );
  return [
    place({ name: 'lb', role: 'load-balancer', node: undefined }, `https://${balancer.on.address}:${apiPort}`),
    ...servers.map(({ node, url }) => place({ name: node, role: 'apiserver', node }, url)),
    ...app,
    place({ name: 'null', role: 'null', node: undefined }, `https://${outside.on.address}:${nullPort}`),
  ];
}

export interface SimParts {
  readonly harness: Harness;
  readonly request: RunRequest;
  readonly facts: ClusterFacts;
  readonly probed: ReturnType<typeof simTargets>;
  readonly hasWorkload: boolean;
}

/** The contract of core, kept by a simulated cluster. */
export function simCluster({ harness, request, facts, probed, hasWorkload }: SimParts): Cluster {
  const { world, clock, operator, client, servers } = harness;
  const members = [...world.nodes.values()].filter(({ controlPlane }) => controlPlane);
  const etcd = (): Promise<readonly EtcdObservation[]> =>
    scrapeMembers({
      network: world.network,
      process: operator,
      members: members.map(({ name, on }) => ({ node: name, on })),
    });
  return liveCluster({
    client,
    clock,
    facts,
    hasWorkload,
    namespace: request.namespace,
    note: request.note,
    inside: simInside(world, operator),
    servers,
    nodes: [...world.nodes.values()].map(({ name, on }) => ({ name, address: on.address })),
    balancer: { name: world.balancer.name, address: world.balancer.on.address },
    targets: probed.map(({ target }) => target),
    requests: (streams, emit, signal) => {
      const endpoints = probed.map(({ endpoint }) => endpoint);
      return sendSimStreams(streams, {
        network: world.network,
        process: operator,
        from: world.outside.on,
        clock,
        endpoints,
        emit,
        signal,
      });
    },
    etcd,
    load: undefined,
    processors: undefined,
    agents: simAgents(world, operator, clock),
    canaries: kubeCanaries({ client, clock, servers }, { namespace: request.namespace, image: 'canary' }),
    ledger: kubeLedger(
      client,
      servers.map(({ node, ...server }) => ({ ...server, name: node })),
      request.namespace,
    ),
    metrics: () => simSources(harness),
  });
}
