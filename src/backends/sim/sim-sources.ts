import type { MetricsSource } from '../../core/metrics.ts';
import { pageWithAlarms } from '../kube/etcd.ts';
import { apiserverSources, someOf } from '../kube/metrics.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import type { ApiServer } from '../kube/wire.ts';
import type { Process } from './engine/process.ts';
import { memberPage } from './etcd/scrape.ts';
import { httpClient } from './http/client.ts';
import { kubeletPort } from './kubelet/pod-metrics.ts';
import type { Interface } from './network/network.ts';
import { controllerManagerPort, schedulerPort } from './programs/ports.ts';
import type { NodePlace, World } from './world.ts';

const timeoutMs = 4000;

/** Who asks, and whom. */
export interface Asking {
  readonly world: World;
  readonly operator: Process;
  readonly client: KubeClient;
  readonly servers: readonly (ApiServer & { readonly node: string })[];
}

/** Every page that a real cluster is asked for, from who serves it there. */
export function simSources({ world, operator, client, servers }: Asking): readonly MetricsSource[] {
  const nodes = [...world.nodes.values()];
  const members = nodes.filter(({ controlPlane }) => controlPlane);
  const { network } = world;
  const inside = (
    component: MetricsSource['component'],
    port: number,
    places: readonly NodePlace[] = members,
  ): readonly MetricsSource[] =>
    places.map(({ name, on, machine }) => ({
      component,
      instance: name,
      // As on a real node: from inside it, whatever became of its network.
      page: () =>
        machine.on ? pageAt({ world, operator }, on, port) : Promise.reject(new Error(`${name} does not run`)),
    }));
  return [
    ...apiserverSources(client, servers),
    ...members.map(
      ({ name, on }): MetricsSource => ({
        component: 'etcd',
        instance: name,
        page: () => pageWithAlarms((path) => memberPage({ network, process: operator }, on, path)),
      }),
    ),
    ...inside('kube-scheduler', schedulerPort),
    ...inside('kube-controller-manager', controllerManagerPort),
    ...inside('kubelet', kubeletPort, someOf(nodes)),
  ];
}

function pageAt({ world, operator }: Pick<Asking, 'world' | 'operator'>, on: Interface, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    httpClient(world.network, operator, on).call(
      // Whoever asks for such pages proves that he may.
      { method: 'GET', path: '/metrics', headers: { authorization: 'Bearer' }, body: undefined },
      { to: { address: on.address, port }, use: 'new', tls: true, timeoutMs },
      {
        done: (outcome) => {
          if (outcome.answer === undefined) reject(new Error(outcome.detail));
          else resolve(String(outcome.answer.body));
        },
      },
    );
  });
}
