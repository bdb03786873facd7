import type { MetricsSource } from '../../core/metrics.ts';
import type { Clock } from '../../base/clock.ts';
import type { ClockOrigin } from '../../base/system-clock.ts';
import type { Observed } from '../../core/cluster.ts';
import { kubeAgents } from '../kube/agents/kube-agents.ts';
import { type CanaryPlace, kubeCanaries } from '../kube/canaries.ts';
import type { Kubeconfig } from '../kube/credentials.ts';
import type { HttpsKubeClient } from '../kube/https-client.ts';
import { kubeLedger } from '../kube/ledger.ts';
import { apiserverSources, kubeletSources, podSource } from '../kube/metrics.ts';
import type { ApiServer } from '../kube/wire.ts';
import type { DirectServer } from './apiservers.ts';
import type { OwnNamespace } from './own-namespace.ts';
import type { Probed } from './set-up.ts';

/** What is there before anything is set up. */
export interface Ground {
  readonly config: Kubeconfig;
  readonly client: HttpsKubeClient;
  readonly clock: Clock;
  readonly origin: ClockOrigin;
  readonly direct: readonly DirectServer[];
  readonly own: OwnNamespace;
}

/** What writes into the run's namespace; nothing where it has none. */
export function writersOf(ground: Ground, place: CanaryPlace): Pick<Observed, 'agents' | 'canaries' | 'ledger'> {
  const { client, clock, own } = ground;
  if (!own.made) return { agents: undefined, canaries: undefined, ledger: undefined };
  const servers = serversOf(ground);
  return {
    agents: kubeAgents({ client, clock, ...place }),
    canaries: kubeCanaries({ client, clock, servers }, place),
    ledger: kubeLedger(client, servers, place.namespace),
  };
}

/** What the API lets through; most clusters keep etcd, scheduler and controller-manager to themselves, and then these say so. */
export function sourcesOf(
  ground: Ground,
  nodes: readonly { readonly name: string; readonly role: string }[],
): readonly MetricsSource[] {
  const { client } = ground;
  const servers = serversOf(ground).map((one) => ({ ...one, node: one.name }));
  const planes = nodes.filter(({ role }) => role === 'control-plane').map(({ name }) => name);
  return [
    ...apiserverSources(client, servers),
    ...planes.flatMap((node) => [
      podSource(client, 'etcd', node, { scheme: 'http', port: 2381 }),
      podSource(client, 'kube-scheduler', node, { scheme: 'https', port: 10_259 }),
      podSource(client, 'kube-controller-manager', node, { scheme: 'https', port: 10_257 }),
    ]),
    ...kubeletSources(
      client,
      nodes.map(({ name }) => name),
    ),
  ];
}

/** Where the workload can be asked. */
export function urlsOf(probed: Probed): readonly string[] {
  return probed.flatMap(({ target, endpoint }) =>
    target.role === 'app' ? [`${endpoint.url}${endpoint.path ?? '/'}`] : [],
  );
}

/** Each apiserver where they answer by themselves, else the one address that there is. */
function serversOf({ direct, config }: Ground): readonly (ApiServer & { readonly name: string })[] {
  return direct.length === 0 ? [{ ...config.server, name: 'lb' }] : direct;
}
