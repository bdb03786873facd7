import type { Agenda } from '../../../base/agenda.ts';
import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import { balancerFront } from '../balancer/front.ts';
import { serveOutsideNames } from '../dns/outside-names.ts';
import { containerIds } from '../engine/name-draws.ts';
import { machine as machineOf } from '../engine/machine.ts';
import { etcdCluster } from '../etcd/cluster.ts';
import type { NodeHost } from '../kubelet/host.ts';
import { nodeHost } from '../kubelet/node-host.ts';
import { containerRuntime } from '../kubelet/runtime.ts';
import { simulatedNetwork } from '../network/simulated-network.ts';
import { emptyStore } from '../store/store.ts';
import { apiPort, type NodePlace, stamp, type World } from '../world.ts';
import { storeFreshCluster } from './objects.ts';
import { balancerAddress, clusterName, outsideAddress, type PlannedNode, plannedNodes } from './topology.ts';

/** A cluster that has been running for a while, on an agenda that stands at the run's beginning. */
export function buildWorld(agenda: Agenda, params: ClusterParams, random: Random): World {
  const network = simulatedNetwork(agenda, params.network, random.fork('network'));
  const store = emptyStore();
  const planned = plannedNodes(params);
  const pods = storeFreshCluster(store, planned, {
    params,
    random: random.fork('objects'),
    stamp: stamp({ unixMs: () => agenda.startedAtUnixMs }),
  });
  const nodes = placesOf(planned, { agenda, params, random, network });
  const controlPlanes = [...nodes.values()].filter(({ controlPlane }) => controlPlane);
  const host = machineOf(agenda, `${clusterName}-external-load-balancer`, undefined);
  const at = network.plug(host, balancerAddress, false);
  const servers = controlPlanes.map(({ on }) => ({ address: on.address, port: apiPort }));
  const front = balancerFront(host, { network, on: at, port: apiPort, servers, params: params.loadBalancer });
  const outside = machineOf(agenda, 'outside', undefined);
  const hosts = new Map<string, NodeHost>();
  const world: World = {
    agenda,
    params,
    random,
    network,
    store,
    nodes,
    hosts,
    etcd: etcdCluster({
      network,
      store,
      params: params.etcd,
      random: random.fork('etcd'),
      members: controlPlanes.map(({ name, on }) => ({ node: name, on })),
      startedAtUnixMs: agenda.startedAtUnixMs,
    }),
    balancer: { name: host.name, on: at, front },
    outside: { machine: outside, on: network.plug(outside, outsideAddress, false) },
  };
  serveOutsideNames(world);
  front.start();
  const revision = store.revision();
  for (const node of nodes.values())
    hosts.set(node.name, nodeHost(world, node, { running: pods.get(node.name) ?? [], revision }));
  return world;
}

/** The machines of nodes, each with a container runtime that runs nothing. */
function placesOf(
  planned: readonly PlannedNode[],
  { agenda, params, random, network }: Pick<World, 'agenda' | 'params' | 'random' | 'network'>,
): ReadonlyMap<string, NodePlace> {
  const newId = containerIds(random.fork('containers'));
  const { next: draw } = random.fork('files');
  return new Map(
    planned.map(({ address, ...place }) => {
      const machine = machineOf(agenda, place.name, place.zone, params.node);
      const on = network.plug(machine, address, false);
      const runtime = containerRuntime(machine, { newId, draw, now: agenda.now });
      return [place.name, { ...place, machine, on, runtime }];
    }),
  );
}
