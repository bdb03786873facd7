import type { Process } from '../engine/process.ts';
import type { Interface } from '../network/network.ts';
import type { Condition, Pod } from '../objects.ts';
import { type NodePlace, stamp, type World } from '../world.ts';
import { keepContainer, type KeptContainer } from './container.ts';

/** A pod on its node, from its sandbox to its end. */
export interface PodWorker {
  readonly pod: Pod;
  readonly status: () => NonNullable<Pod['status']>;
  /** Stops its containers; `gone` is called when none is left and its network is no more. */
  readonly terminate: (gone: () => void) => void;
}

export interface PodWorkerOptions {
  readonly world: World;
  readonly node: NodePlace;
  readonly kubelet: Process;
  readonly pod: Pod;
  /** Of a pod with a network of its own. */
  readonly newAddress: () => string;
  /** Where it is already. */
  readonly address: string | undefined;
  readonly warm: boolean;
  readonly changed: () => void;
}

/** How long a program takes to end when it is asked to, as the workload's own server does. */
const stopMs = 2000;

/** Makes the sandbox, then keeps the containers running. */
export function startPodWorker(options: PodWorkerOptions): PodWorker {
  const { world, node, kubelet, pod, changed } = options;
  const { namespace = '', name } = pod.metadata;
  const startTime = stamp(world);
  let containers: readonly KeptContainer[] = [];
  let on: Interface | undefined;
  let leaving = false;
  let readySince = startTime;
  let wasReady = false;

  const begin = (): void => {
    if (leaving) return;
    on =
      pod.spec.hostNetwork === true
        ? node.on
        : world.network.plug(node.machine, options.address ?? options.newAddress(), true);
    node.runtime.setSandbox(namespace, name, on);
    const at = on;
    containers = pod.spec.containers.map((spec) => keepContainer({ ...options, on: at, spec, changed: noted }));
    noted();
  };
  const noted = (): void => {
    const ready = isReady();
    if (ready !== wasReady) readySince = stamp(world);
    wasReady = ready;
    changed();
  };
  const isReady = (): boolean => containers.length > 0 && containers.every((container) => container.ready());
  const status = (): NonNullable<Pod['status']> => {
    const condition = (type: string, holds: boolean, lastTransitionTime: string): Condition => ({
      type,
      status: holds ? 'True' : 'False',
      lastTransitionTime,
    });
    const ready = isReady();
    const running = containers.some((container) => container.status().state.running !== undefined);
    return {
      phase: running || wasReady ? 'Running' : 'Pending',
      ...(on === undefined ? {} : { podIP: on.address }),
      conditions: [
        condition('Initialized', true, startTime),
        condition('Ready', ready, readySince),
        condition('ContainersReady', ready, readySince),
        condition('PodScheduled', true, pod.metadata.creationTimestamp ?? startTime),
      ],
      containerStatuses: containers.map((container) => container.status()),
    };
  };
  if (options.warm) begin();
  else kubelet.after(world.params.kubelet.sandboxMs, begin);
  return {
    pod,
    status,
    terminate: (gone) => {
      if (leaving) return;
      leaving = true;
      const graceMs = (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
      kubelet.after(Math.min(stopMs, graceMs), () => {
        for (const container of containers) container.stop();
        node.runtime.setSandbox(namespace, name, undefined);
        if (on !== undefined && on !== node.on) world.network.unplug(on);
        gone();
      });
    },
  };
}
