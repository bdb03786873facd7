import type { Cancel, Process } from '../engine/process.ts';
import { uniform } from '../engine/spread.ts';
import type { HttpClient } from '../http/client.ts';
import type { Interface } from '../network/network.ts';
import {
  type Container,
  containerIdOf,
  type ContainerState,
  type ContainerStatus,
  type Pod,
  type Probe,
} from '../objects.ts';
import { programFor } from '../programs/index.ts';
import { type NodePlace, stamp, type World } from '../world.ts';
import { resolverFor } from '../dns/settings.ts';
import { podIdOf } from './mirror.ts';
import { cpuShareOf, isExhausted, memoryShareOf, usualMemoryOf } from './limits.ts';
import { keepProbing } from './probe.ts';
import type { RunningContainer } from './runtime.ts';

/** A container that its kubelet keeps running. */
export interface KeptContainer {
  readonly status: () => ContainerStatus;
  readonly ready: () => boolean;
  /** Runs it from another image; an image that it has already is no change. */
  readonly setImage: (image: string) => void;
  /** Stops it for good; `gone` is called when it runs no more. */
  readonly stop: (graceMs: number, gone: () => void) => void;
}

export interface KeepOptions {
  readonly world: World;
  readonly node: NodePlace;
  readonly kubelet: Process;
  readonly probes: HttpClient;
  readonly on: Interface;
  readonly pod: Pod;
  readonly spec: Container;
  readonly warm: boolean;
  readonly changed: () => void;
}

/** First restart at once, then 10 s, doubling (k8s.io/kubernetes, pkg/kubelet, MaxCrashLoopBackOff); forgotten after twice the longest. */
const firstBackoffMs = 10_000;
const killed = 137;

/** Starts a container and starts it again whenever it ends, later each time. */
export function keepContainer(options: KeepOptions): KeptContainer {
  return new Kept(options);
}

class Kept implements KeptContainer {
  readonly #options: KeepOptions;
  readonly #relist: () => number;
  readonly #phase: () => number;
  #image: string;
  #running: RunningContainer | undefined;
  #lastId: string | undefined;
  #startedAt = '';
  #last: ContainerState | undefined;
  #waiting: string | undefined = 'ContainerCreating';
  #isReady = false;
  #started = false;
  #restarts = 0;
  #backoffMs = 0;
  #backedOffAt = -Infinity;
  #stopped = false;
  #probes: Cancel[] = [];

  constructor(options: KeepOptions) {
    this.#options = options;
    const { world, pod, spec, kubelet } = options;
    const { relistPeriodMs, containerStartMs } = world.params.kubelet;
    const random = world.random.fork(`container ${pod.metadata.uid} ${spec.name}`);
    this.#relist = uniform(random, 0, relistPeriodMs);
    this.#phase = random.next;
    this.#image = spec.image;
    const { runtime } = options.node;
    this.#restarts = Math.max(0, runtime.attempts(podIdOf(pod), spec.name) - 1);
    const found = runtime.running(podIdOf(pod), spec.name);
    if (found !== undefined) kubelet.after(0, () => this.#follow(found, 'found'));
    else if (options.warm) this.#start(true);
    else kubelet.after(containerStartMs, () => runtime.whenUp(() => kubelet.enter(() => this.#start(false))));
  }

  ready(): boolean {
    return this.#isReady;
  }

  setImage(image: string): void {
    if (image === this.#image || this.#stopped) return;
    this.#image = image;
    this.#end(this.#graceMs());
  }

  stop(graceMs: number, gone: () => void): void {
    this.#stopped = true;
    const { process } = this.#running ?? {};
    if (process?.alive !== true) gone();
    else {
      process.onExit(gone);
      this.#end(graceMs);
    }
  }

  status(): ContainerStatus {
    const { spec } = this.#options;
    const ended = this.#stopped && this.#running === undefined;
    return {
      name: spec.name,
      image: this.#image,
      imageID: this.#image,
      ready: this.#isReady,
      started: this.#started,
      restartCount: this.#restarts,
      ...(this.#lastId === undefined ? {} : { containerID: this.#lastId }),
      state:
        this.#running !== undefined
          ? { running: { startedAt: this.#startedAt } }
          : ended && this.#last !== undefined
            ? this.#last
            : { waiting: { reason: this.#waiting ?? 'ContainerCreating' } },
      ...(this.#last === undefined || ended ? {} : { lastState: this.#last }),
    };
  }

  #graceMs(): number {
    return (this.#options.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  }

  /** Asks it to end, and makes it when it has not within its grace. */
  #end(graceMs: number): void {
    const process = this.#running?.process;
    if (process === undefined) return;
    const { kubelet } = this.#options;
    if (graceMs <= 0) {
      process.exit(killed);
      return;
    }
    const limit = kubelet.after(graceMs, () => process.exit(killed));
    process.onExit(limit);
    process.terminate();
  }

  #start(warm: boolean): void {
    if (this.#stopped) return;
    const { world, node, pod, spec, on } = this.#options;
    if (!warm && isExhausted(node.machine)) return this.#cannotStart();
    const { namespace = '', name } = pod.metadata;
    const container = node.runtime.start({
      id: warm ? containerIdOf(pod, spec.name) : undefined,
      podId: podIdOf(pod),
      namespace,
      pod: name,
      name: spec.name,
      cpu: cpuShareOf(spec),
      memory: memoryShareOf(pod, spec, node.machine.memory.totalBytes),
      usualBytes: usualMemoryOf(spec),
      mounts: (spec.volumeMounts ?? []).map(({ mountPath }) => mountPath),
      resolver: resolverFor(world, pod),
    });
    // Another image than the pod was made with is a pause image: it only has to be there.
    const program = this.#image === spec.image ? programFor(pod, spec.name) : undefined;
    this.#restarts = node.runtime.attempts(podIdOf(pod), spec.name) - 1;
    program?.start({
      world,
      node,
      process: container.process,
      running: container,
      on,
      pod,
      container: spec.name,
      warm,
    });
    this.#follow(container, warm ? 'warm' : 'new');
  }

  /** Neither a file nor a process can be made: later, perhaps. */
  #cannotStart(): void {
    const { kubelet, changed } = this.#options;
    this.#waiting = 'RunContainerError';
    changed();
    kubelet.after(firstBackoffMs, () => this.#start(false));
  }

  /** Watches over a container that runs: one of its own, or one that an earlier kubelet started. */
  #follow(container: RunningContainer, how: 'new' | 'warm' | 'found'): void {
    const { kubelet, changed } = this.#options;
    if (!container.process.alive) return this.#again(kubelet.now());
    this.#running = container;
    this.#lastId = container.id;
    this.#waiting = undefined;
    this.#startedAt = stamp(kubelet);
    container.process.onExit((code) => this.#ended(container, code));
    this.#probe(container, how);
    changed();
  }

  #ended(container: RunningContainer, exitCode: number): void {
    const { kubelet } = this.#options;
    for (const cancel of this.#probes.splice(0)) cancel();
    this.#last = {
      terminated: {
        exitCode,
        reason: container.oomKilled ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error',
        startedAt: this.#startedAt,
        finishedAt: stamp(kubelet),
        containerID: container.id,
      },
    };
    this.#running = undefined;
    const endedAt = kubelet.now();
    // The kubelet learns of it at its next look at the runtime.
    kubelet.after(this.#relist(), () =>
      this.#options.node.runtime.whenUp(() => kubelet.enter(() => this.#again(endedAt))),
    );
  }

  #again(endedAt: number): void {
    this.#isReady = false;
    this.#started = false;
    const { world, kubelet, changed } = this.#options;
    if (this.#stopped) return changed();
    const longestMs = world.params.kubelet.maxContainerRestartPeriodMs;
    if (endedAt - this.#backedOffAt > 2 * longestMs) this.#backoffMs = 0;
    const waitMs = Math.max(0, endedAt + this.#backoffMs - kubelet.now());
    this.#waiting = waitMs === 0 ? 'ContainerCreating' : 'CrashLoopBackOff';
    changed();
    kubelet.after(waitMs, () => {
      this.#backedOffAt = kubelet.now();
      this.#backoffMs = Math.min(longestMs, this.#backoffMs === 0 ? firstBackoffMs : this.#backoffMs * 2);
      kubelet.after(world.params.kubelet.containerStartMs, () => {
        this.#options.node.runtime.whenUp(() => kubelet.enter(() => this.#start(false)));
      });
    });
  }

  /** Startup first; then whether it lives, and whether it is ready. */
  #probe(container: RunningContainer, how: 'new' | 'warm' | 'found'): void {
    const warm = how === 'warm';
    const { spec } = this.#options;
    const { startupProbe, livenessProbe, readinessProbe } = spec;
    const started = (): void => {
      this.#started = true;
      if (livenessProbe !== undefined) this.#keep(container, livenessProbe, true, (good) => good || this.#unwell());
      if (readinessProbe === undefined) this.#setReady(true);
      else this.#keep(container, readinessProbe, warm, (good) => this.#setReady(good));
      this.#options.changed();
    };
    if (warm) this.#isReady = true;
    if (startupProbe === undefined || how !== 'new') started();
    else {
      const stop = this.#keep(container, startupProbe, undefined, (good) => {
        if (good) {
          stop();
          started();
        } else this.#unwell();
      });
    }
  }

  #keep(
    container: RunningContainer,
    probe: Probe,
    initially: boolean | undefined,
    verdict: (good: boolean) => void,
  ): Cancel {
    const { world, node, kubelet, probes, on, spec } = this.#options;
    const { network } = world;
    const cancel = keepProbing({
      network,
      process: kubelet,
      from: node.on,
      http: probes,
      probe,
      container: spec,
      address: on.address,
      phase: this.#phase(),
      initially,
      verdict: (good) => {
        if (this.#running === container) verdict(good);
      },
    });
    this.#probes.push(cancel);
    return cancel;
  }

  #setReady(good: boolean): void {
    if (this.#isReady === good) return;
    this.#isReady = good;
    this.#options.changed();
  }

  #unwell(): void {
    for (const cancel of this.#probes.splice(0)) cancel();
    this.#end(this.#graceMs());
  }
}
