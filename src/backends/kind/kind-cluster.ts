import type { Clock } from '../../base/clock.ts';
import { processorTimes } from '../../base/processor-times.ts';
import type { ClockOrigin } from '../../base/system-clock.ts';
import type { Cluster, ClusterFacts } from '../../core/cluster.ts';
import type { ProbeTarget } from '../../core/stream.ts';
import { anyLoad } from '../k6/operator-load.ts';
import { kubeAgents } from '../kube/agents/kube-agents.ts';
import { kubeCanaries } from '../kube/canaries.ts';
import { etcdSources, scrapeEtcd } from '../kube/etcd.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { kubeLedger } from '../kube/ledger.ts';
import { liveCluster } from '../kube/live-cluster.ts';
import { apiserverSources, kubeletSources } from '../kube/metrics.ts';
import { loopbackSources } from './loopback-metrics.ts';
import type { Endpoint } from '../prober/endpoint.ts';
import { sendStreams } from '../prober/prober.ts';
import { kindInside } from './exec-inside.ts';
import { controlPlanes } from './facts.ts';
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
  readonly agentImage: string;
}

/** The contract of core, kept by a kind cluster. */
export function kindCluster(parts: KindParts): Cluster {
  const { client, clock, route, containers, probed, facts, namespace, hasWorkload, note } = parts;
  const members = controlPlanes(containers);
  const sources = [
    ...apiserverSources(client, route.apiservers),
    ...etcdSources(members, { clock, direct: route.direct, exec: execInNode }),
    ...loopbackSources(members.map(({ node }) => node)),
    ...kubeletSources(
      client,
      containers.filter(({ role }) => role !== 'external-load-balancer').map(({ name }) => name),
    ),
  ];
  return liveCluster({
    client,
    clock,
    facts,
    namespace,
    hasWorkload,
    note,
    inside: kindInside(),
    servers: route.apiservers,
    nodes: containers.filter(({ role }) => role !== 'external-load-balancer'),
    balancer: containers.find(({ role }) => role === 'external-load-balancer'),
    targets: probed.map(({ target }) => target),
    requests: (streams, emit, signal) => {
      const endpoints = probed.map(({ endpoint }) => endpoint);
      return sendStreams({ streams, endpoints, origin: parts.origin, emit, signal });
    },
    load: anyLoad({
      client,
      clock,
      namespace,
      urls: probed.flatMap(({ target, endpoint }) =>
        target.role === 'app' ? [`${endpoint.url}${endpoint.path ?? '/'}`] : [],
      ),
    }),
    agents: kubeAgents({ client, clock, namespace, image: parts.agentImage }),
    canaries: kubeCanaries({ client, clock, servers: route.apiservers }, { namespace, image: parts.agentImage }),
    ledger: kubeLedger(
      client,
      route.apiservers.map(({ node, ...server }) => ({ ...server, name: node })),
      namespace,
    ),
    metrics: () => sources,
    processors: processorTimes,
    etcd: (signal) => scrapeEtcd(members, { clock, direct: route.direct, exec: execInNode }, signal),
  });
}
