import type { Agenda } from '../../../base/agenda.ts';
import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import { startBalancer } from '../balancer/balancer.ts';
import { machine } from '../engine/machine.ts';
import { etcdCluster } from '../etcd/cluster.ts';
import { startKubelet } from '../kubelet/kubelet.ts';
import { containerRuntime } from '../kubelet/runtime.ts';
import { simulatedNetwork } from '../network/simulated-network.ts';
import { emptyStore } from '../store/store.ts';
import { apiPort, type NodePlace, stamp, type World } from '../world.ts';
import { storeFreshCluster } from './objects.ts';
import { balancerAddress, clusterName, outsideAddress, plannedNodes } from './topology.ts';

/** A cluster that has been running for a while, on an agenda that stands at the run's beginning. */
export function buildWorld(agenda: Agenda, params: ClusterParams, random: Random): World {
  const network = simulatedNetwork(agenda, params.network, random.fork('network'));
  const store = emptyStore();
  const planned = plannedNodes(params);
  const pods = storeFreshCluster(store, planned, { params, random: random.fork('objects'), stamp: stamp({ agenda }) });
  const ids = random.fork('containers');
  const newId = (): string => Array.from({ length: 64 }, () => Math.floor(ids.next() * 16).toString(16)).join('');
  const nodes = new Map(
    planned.map(({ name, zone, controlPlane, address, podCidr }): [string, NodePlace] => {
      const host = machine(agenda, name, zone);
      const on = network.plug(host, address, false);
      return [name, { name, zone, controlPlane, machine: host, on, podCidr, runtime: containerRuntime(host, newId) }];
    }),
  );
  const controlPlanes = [...nodes.values()].filter(({ controlPlane }) => controlPlane);
  const front = machine(agenda, `${clusterName}-external-load-balancer`, undefined);
  const outside = machine(agenda, 'outside', undefined);
  const world: World = {
    agenda,
    params,
    random,
    network,
    store,
    nodes,
    etcd: etcdCluster({
      network,
      store,
      params: params.etcd,
      random: random.fork('etcd'),
      members: controlPlanes.map(({ name, on }) => ({ node: name, on })),
      startedAtUnixMs: agenda.startedAtUnixMs,
    }),
    balancer: { name: front.name, on: network.plug(front, balancerAddress, false) },
    outside: { machine: outside, on: network.plug(outside, outsideAddress, false) },
  };
  startBalancer({
    network,
    process: front.run('balancer'),
    on: world.balancer.on,
    port: apiPort,
    servers: controlPlanes.map(({ on }) => ({ address: on.address, port: apiPort })),
    params: params.loadBalancer,
  });
  const revision = store.revision();
  for (const node of nodes.values()) startKubelet(world, node, { running: pods.get(node.name) ?? [], revision });
  return world;
}
