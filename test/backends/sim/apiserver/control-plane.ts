import { startApiServer } from '../../../../src/backends/sim/apiserver/apiserver.ts';
import { machine, type Machine } from '../../../../src/backends/sim/engine/machine.ts';
import type { Process } from '../../../../src/backends/sim/engine/process.ts';
import { etcdCluster } from '../../../../src/backends/sim/etcd/cluster.ts';
import type { EtcdCluster } from '../../../../src/backends/sim/etcd/etcd.ts';
import { type HttpClient, httpClient, type Outcome } from '../../../../src/backends/sim/http/client.ts';
import type { Interface, Network } from '../../../../src/backends/sim/network/network.ts';
import { simulatedNetwork } from '../../../../src/backends/sim/network/simulated-network.ts';
import { emptyStore, type Store } from '../../../../src/backends/sim/store/store.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import { type VirtualClock, virtualClock } from '../../../../src/base/virtual-clock.ts';
import { type ClusterOverrides, clusterParams } from '../../../../src/core/cluster-params/index.ts';

/** A control plane node of the test, and what runs on it. */
export interface Plane {
  readonly name: string;
  readonly machine: Machine;
  readonly on: Interface;
  etcd: Process;
  api: Process;
}

/** How a request went. */
export interface Went {
  readonly startedAt: number;
  readonly tookMs: number;
  readonly status: number;
  /** The Status's message, or the text. */
  readonly text: string;
  readonly error: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A control plane alone, and who asks it. */
export interface ControlPlane {
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly store: Store;
  readonly etcd: EtcdCluster;
  readonly planes: readonly Plane[];
  readonly http: HttpClient;
  readonly ask: (plane: Plane, method: string, path: string, body?: unknown) => Promise<Went>;
  readonly leader: () => Plane | undefined;
  readonly startEtcd: (host: Machine, warm: boolean) => Process;
  readonly startApi: (host: Machine, on: Interface, warm: boolean) => Process;
}

/** Three etcd members with their apiservers, warm, and a client outside; nothing else. */
export function controlPlane(overrides: ClusterOverrides = {}, seed = 1): ControlPlane {
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  const params = clusterParams(overrides);
  const random = seededRandom(seed, 'test');
  const network = simulatedNetwork(clock, params.network, random.fork('network'));
  const store = emptyStore();
  const metadata = { name: 'default', uid: 'u', resourceVersion: '' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata };
  store.apply({ kind: 'put', resource: 'namespaces', key: 'default', expect: 0, object: namespace });
  const machines = [1, 2, 3].map((n) => machine(clock, `cp${n}`, `az-${n}`));
  const interfaces = machines.map((host, n) => network.plug(host, `172.18.0.${n + 2}`, false));
  const etcd = etcdCluster({
    network,
    store,
    params: params.etcd,
    random: random.fork('etcd'),
    members: machines.map(({ name }, n) => ({ node: name, on: interfaces[n]! })),
    startedAtUnixMs: clock.startedAtUnixMs,
  });
  const startEtcd = (host: Machine, warm: boolean): Process => {
    const process = host.run('etcd');
    if (warm) etcd.join(host.name, process, true);
    else process.after(params.etcd.startUpMs, () => etcd.join(host.name, process, false));
    return process;
  };
  const startApi = (host: Machine, on: Interface, warm: boolean): Process => {
    const process = host.run('kube-apiserver');
    startApiServer({
      network,
      process,
      on,
      port: 6443,
      etcd: etcd.clientOn(host.name, process),
      store,
      params: params.apiserver,
      random: random.fork(`api ${host.name} ${process.now()}`),
      startedAtUnixMs: clock.startedAtUnixMs,
      warm,
    });
    return process;
  };
  const planes = machines.map((host, n): Plane => {
    const on = interfaces[n]!;
    return { name: host.name, machine: host, on, etcd: startEtcd(host, true), api: startApi(host, on, true) };
  });
  const outside = machine(clock, 'outside', undefined);
  const from = network.plug(outside, '172.18.0.100', false);
  const http: HttpClient = httpClient(network, outside.run('client'), from);

  const ask = (plane: Plane, method: string, path: string, body?: unknown): Promise<Went> =>
    new Promise((resolve) => {
      const startedAt = clock.now();
      const headers = method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {};
      const done = (outcome: Outcome): void => {
        const { answer } = outcome;
        const status = answer?.body as { message?: string } | string | undefined;
        resolve({
          startedAt,
          tookMs: clock.now() - startedAt,
          status: answer?.status ?? 0,
          text: typeof status === 'string' ? status : (status?.message ?? ''),
          error: answer === undefined ? outcome.error : undefined,
          headers: answer?.headers ?? {},
        });
      };
      const to = { address: plane.on.address, port: 6443 };
      http.call({ method, path, headers, body }, { to, use: 'new', tls: true }, { done });
    });
  const leader = (): Plane | undefined => planes.find(({ name }) => etcd.health(name)?.isLeader === true);
  return { clock, network, store, etcd, planes, http, ask, leader, startEtcd, startApi };
}

/** A ConfigMap to be created. */
export function configMap(name: string): unknown {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: {} };
}

export const configMaps = '/api/v1/namespaces/default/configmaps';
