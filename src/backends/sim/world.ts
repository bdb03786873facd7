import type { Agenda } from '../../base/agenda.ts';
import type { Random } from '../../base/random.ts';
import type { ClusterParams } from '../../core/cluster-params/index.ts';
import type { Front } from './balancer/front.ts';
import type { Machine } from './engine/machine.ts';
import type { Process } from './engine/process.ts';
import type { EtcdCluster } from './etcd/etcd.ts';
import type { NodeHost } from './kubelet/host.ts';
import type { ContainerRuntime } from './kubelet/runtime.ts';
import type { Interface, Network, Place } from './network/network.ts';
import type { Store } from './store/store.ts';

/** A node of the cluster: its machine, where it is, and what runs its containers. */
export interface NodePlace {
  readonly name: string;
  readonly zone: string;
  readonly controlPlane: boolean;
  readonly machine: Machine;
  readonly on: Interface;
  readonly podCidr: string;
  readonly runtime: ContainerRuntime;
}

/** Everything that is simulated, and what it is simulated with. */
export interface World {
  readonly agenda: Agenda;
  readonly params: ClusterParams;
  /** Forked by name for each part, so that one part's draws do not move another's. */
  readonly random: Random;
  readonly network: Network;
  readonly store: Store;
  readonly etcd: EtcdCluster;
  readonly nodes: ReadonlyMap<string, NodePlace>;
  /** What can be done to a node from outside, by its name. */
  readonly hosts: ReadonlyMap<string, NodeHost>;
  /** The machine before the apiservers, and the one that the harness runs on. */
  readonly balancer: { readonly name: string; readonly on: Interface; readonly front: Front };
  readonly outside: { readonly machine: Machine; readonly on: Interface };
}

export const apiPort = 6443;

/** Where a component on a node finds its API: the balancer, or the apiserver of its own node. */
export function apiPlace(world: World, node: NodePlace, local: boolean): Place {
  const { address } = local && node.controlPlane ? node.on : world.balancer.on;
  return { address, port: apiPort };
}

const told = { second: Number.NaN, text: '' };

/** RFC 3339 in whole seconds. Everything that happens is stamped: within one second the text is the same. */
export function secondText(unixMs: number): string {
  const second = Math.floor(unixMs / 1000);
  if (second !== told.second) {
    told.second = second;
    told.text = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return told.text;
}

/** RFC 3339 in whole seconds: now, by the clock of the process that writes it. */
export function stamp(process: Pick<Process, 'unixMs'>): string {
  return secondText(process.unixMs());
}

/** RFC 3339 with microseconds, as leases have it. */
export function microStamp(process: Pick<Process, 'unixMs'>): string {
  const unixMs = process.unixMs();
  const ms = Math.floor(unixMs) - Math.floor(unixMs / 1000) * 1000;
  return `${secondText(unixMs).slice(0, 19)}.${String(ms).padStart(3, '0')}000Z`;
}
