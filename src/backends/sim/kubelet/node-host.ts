import type { Process } from '../engine/process.ts';
import { type Strain, strainOn } from '../engine/strain.ts';
import type { Pod } from '../objects.ts';
import type { NodePlace, World } from '../world.ts';
import { addressPool } from './addresses.ts';
import type { NodeHost } from './host.ts';
import { startKubelet } from './kubelet.ts';
import { isMirror } from './mirror.ts';

/** RestartSec of the services (kubeadm's kubelet.service; containerd.service). */
const kubeletRestartMs = 10_000;
const containerdRestartMs = 5000;

/** What runs on a node when the run begins. */
export interface FirstPods {
  readonly running: readonly Pod[];
  readonly revision: number;
}

/** Starts a node's services. */
export function nodeHost(world: World, node: NodePlace, first: FirstPods): NodeHost {
  return new Host(world, node, first);
}

class Host implements NodeHost {
  readonly strain: Strain;
  readonly #world: World;
  readonly #node: NodePlace;
  readonly #statics: readonly Pod[];
  #addresses: ReturnType<typeof addressPool>;
  #process: Process | undefined;
  #wantsKubelet = true;
  #wantsContainerd = true;
  #kubelets = 0;
  #containerds = 1;
  #bootedAt = 0;

  constructor(world: World, node: NodePlace, { running, revision }: FirstPods) {
    this.#world = world;
    this.#node = node;
    this.#statics = running.filter(isMirror);
    this.strain = strainOn(node.machine, world.agenda.now);
    const taken = running.flatMap(({ status }) => status?.podIP ?? []);
    this.#addresses = addressPool(node.podCidr, taken);
    this.#run({ running, revision });
  }

  readonly kubelet = (): Process | undefined => this.#process;

  readonly lives = (): { readonly kubelet: string | undefined; readonly containerd: string | undefined } => ({
    kubelet: this.#process === undefined ? undefined : String(this.#kubelets),
    containerd: this.#node.runtime.downSince() === undefined ? String(this.#containerds) : undefined,
  });

  readonly bootedAt = (): number => this.#bootedAt;

  readonly stopKubelet = (): void => {
    this.#wantsKubelet = false;
    this.#process?.terminate();
  };

  readonly startKubelet = (): void => {
    this.#wantsKubelet = true;
    if (this.#process === undefined && this.#node.machine.on) this.#run();
  };

  readonly killKubelet = (): void => this.#process?.exit(137);

  readonly stopContainerd = (): void => {
    this.#wantsContainerd = false;
    this.#node.runtime.setUp(false);
  };

  readonly startContainerd = (): void => {
    this.#wantsContainerd = true;
    if (this.#node.machine.on) this.#runContainerd();
  };

  readonly killContainerd = (): void => {
    this.#node.runtime.setUp(false);
    this.#later(containerdRestartMs, () => this.#wantsContainerd && this.#runContainerd());
  };

  readonly setClock = (offsetMs: number): void => {
    this.#node.machine.clockOffsetMs = offsetMs;
  };

  readonly powerOff = (): void => this.#node.machine.powerOff();

  readonly powerOn = (): void => {
    const { machine, runtime, on, podCidr } = this.#node;
    if (machine.on) return;
    machine.powerOn();
    this.#bootedAt = this.#world.agenda.now();
    this.#forget();
    runtime.setUp(false);
    this.#addresses = addressPool(podCidr, []);
    for (const { on: network } of runtime.sandboxes()) if (network !== on) this.#world.network.unplug(network);
    for (const pod of runtime.sandboxes()) runtime.setSandbox(pod, undefined);
    this.#later(this.#world.params.node.bootMs, () => {
      if (this.#wantsContainerd) this.#runContainerd();
      if (this.#wantsKubelet && this.#process === undefined) this.#run();
    });
  };

  /** What a kernel has in its memory alone: rules for Services and of the firewall. */
  #forget(): void {
    const { network } = this.#world;
    const filter = network.filterOf(this.#node.machine);
    for (const tag of filter.tags()) filter.clear(tag);
    network.translate(this.#node.machine, () => undefined);
  }

  #runContainerd(): void {
    if (this.#node.runtime.downSince() !== undefined) this.#containerds += 1;
    this.#node.runtime.setUp(true);
  }

  #run(known?: FirstPods): void {
    this.#kubelets += 1;
    const process = startKubelet(this.#world, this.#node, {
      ...(known === undefined ? {} : { known }),
      statics: this.#statics,
      addresses: this.#addresses,
    });
    this.#process = process;
    process.onExit(() => {
      this.#process = undefined;
      this.#later(kubeletRestartMs, () => {
        if (this.#wantsKubelet && this.#process === undefined) this.#run();
      });
    });
  }

  /** Unless the power goes meanwhile. */
  #later(ms: number, action: () => void): void {
    const { agenda } = this.#world;
    agenda.post(agenda.now() + ms, () => {
      if (this.#node.machine.on) action();
    });
  }
}
