import type { Process } from '../engine/process.ts';
import type { HttpClient } from '../http/client.ts';
import type { Interface } from '../network/network.ts';
import type { Condition, Pod } from '../objects.ts';
import { type NodePlace, stamp, type World } from '../world.ts';
import type { AddressPool } from './addresses.ts';
import { podIdOf } from './mirror.ts';
import { keepContainer, type KeptContainer } from './container.ts';

/** A pod on its node, from its sandbox to its end. */
export interface PodWorker {
  readonly pod: Pod;
  readonly status: () => NonNullable<Pod['status']>;
  /** What a newer object says of what may change: its images. */
  readonly update: (pod: Pod) => void;
  /** Ends it for good, with this as its last word: it is left as Failed until somebody deletes it. */
  readonly fail: (reason: string, message: string) => void;
  /** Stops its containers; `gone` is called when none is left and its network is no more. A shorter grace counts later, too. */
  readonly terminate: (graceMs: number, gone: () => void) => void;
}

export interface PodWorkerOptions {
  readonly world: World;
  readonly node: NodePlace;
  readonly kubelet: Process;
  readonly probes: HttpClient;
  readonly pod: Pod;
  /** Of pods with a network of their own. */
  readonly addresses: AddressPool;
  /** Where it is already. */
  readonly address: string | undefined;
  readonly warm: boolean;
  readonly changed: () => void;
}

/** Makes the sandbox, then keeps the containers running. */
export function startPodWorker(options: PodWorkerOptions): PodWorker {
  return new Worker(options);
}

class Worker implements PodWorker {
  readonly pod: Pod;
  readonly #options: PodWorkerOptions;
  readonly #startTime: string;
  #containers: readonly KeptContainer[] = [];
  #on: Interface | undefined;
  #leaving = false;
  /** Why it is not to run here. */
  #failure: { readonly reason: string; readonly message: string } | undefined;
  #ended = false;
  #hasRun: boolean;
  #wasReady: boolean;
  #readySince: string;

  constructor(options: PodWorkerOptions) {
    this.#options = options;
    this.pod = options.pod;
    const { world, kubelet, warm, pod } = options;
    this.#startTime = pod.status?.startTime ?? stamp(kubelet);
    this.#readySince = this.#startTime;
    this.#hasRun = warm;
    this.#wasReady = warm;
    const { runtime } = options.node;
    const found = runtime.sandboxOf(podIdOf(pod)) !== undefined;
    if (warm || found) this.#begin();
    else kubelet.after(world.params.kubelet.sandboxMs, () => runtime.whenUp(() => kubelet.enter(() => this.#begin())));
  }

  update(pod: Pod): void {
    pod.spec.containers.forEach(({ image }, index) => this.#containers[index]?.setImage(image));
  }

  status(): NonNullable<Pod['status']> {
    const { pod } = this;
    const containerStatuses = this.#containers.map((container) => container.status());
    const ready = this.#isReady();
    const of = (type: string, holds: boolean, lastTransitionTime: string): Condition => ({
      type,
      status: holds ? 'True' : 'False',
      lastTransitionTime,
    });
    const failed = containerStatuses.some(({ state }) => (state.terminated?.exitCode ?? 0) !== 0);
    return {
      phase: this.#phase(failed),
      ...this.#failure,
      startTime: this.#startTime,
      ...(this.#on === undefined ? {} : { podIP: this.#on.address }),
      conditions: [
        of('Initialized', true, this.#startTime),
        of('Ready', ready, this.#readySince),
        of('ContainersReady', ready, this.#readySince),
        of('PodScheduled', true, pod.metadata.creationTimestamp ?? this.#startTime),
      ],
      containerStatuses,
    };
  }

  fail(reason: string, message: string): void {
    this.#failure = { reason, message };
    this.terminate(0, () => this.#options.changed());
    this.#options.changed();
  }

  terminate(graceMs: number, gone: () => void): void {
    if (this.#leaving && this.#ended) return gone();
    if (this.#leaving) return;
    this.#leaving = true;
    let left = this.#containers.length;
    const one = (): void => {
      left -= 1;
      if (left > 0) return;
      this.#leave();
      gone();
    };
    if (left === 0) {
      left = 1;
      one();
    }
    for (const container of this.#containers) container.stop(graceMs, one);
  }

  #phase(failed: boolean): string {
    if (this.#failure !== undefined) return 'Failed';
    if (this.#ended) return failed ? 'Failed' : 'Succeeded';
    return this.#hasRun ? 'Running' : 'Pending';
  }

  #begin(): void {
    if (this.#leaving) return;
    const { world, node, pod, addresses, address } = this.#options;
    const { namespace = '', name } = pod.metadata;
    this.#on =
      node.runtime.sandboxOf(podIdOf(pod)) ??
      (pod.spec.hostNetwork === true ? node.on : world.network.plug(node.machine, address ?? addresses.take(), true));
    node.runtime.setSandbox({ podId: podIdOf(pod), namespace, pod: name }, this.#on);
    const on = this.#on;
    this.#containers = pod.spec.containers.map((spec) =>
      keepContainer({ ...this.#options, on, spec, changed: () => this.#noted() }),
    );
    this.#noted();
  }

  #leave(): void {
    const { world, node, pod, addresses } = this.#options;
    const { namespace = '', name } = pod.metadata;
    this.#ended = true;
    node.runtime.setSandbox({ podId: podIdOf(pod), namespace, pod: name }, undefined);
    if (this.#on === undefined || this.#on === node.on) return;
    world.network.unplug(this.#on);
    addresses.giveBack(this.#on.address);
  }

  #isReady(): boolean {
    return !this.#ended && this.#containers.length > 0 && this.#containers.every((container) => container.ready());
  }

  #noted(): void {
    const ready = this.#isReady();
    if (ready !== this.#wasReady) this.#readySince = stamp(this.#options.kubelet);
    this.#wasReady = ready;
    this.#hasRun ||= this.#containers.some((container) => container.status().state.running !== undefined);
    this.#options.changed();
  }
}
