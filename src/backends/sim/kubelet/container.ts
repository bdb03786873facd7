import type { Process } from '../engine/process.ts';
import { uniform } from '../engine/spread.ts';
import type { Interface } from '../network/network.ts';
import type { Container, ContainerStatus, Pod } from '../objects.ts';
import { programFor } from '../programs/index.ts';
import { type NodePlace, stamp, type World } from '../world.ts';
import type { RunningContainer } from './runtime.ts';

/** A container that its kubelet keeps running. */
export interface KeptContainer {
  readonly status: () => ContainerStatus;
  readonly ready: () => boolean;
  /** Stops it for good. */
  readonly stop: () => void;
}

export interface KeepOptions {
  readonly world: World;
  readonly node: NodePlace;
  readonly kubelet: Process;
  readonly on: Interface;
  readonly pod: Pod;
  readonly spec: Container;
  readonly warm: boolean;
  readonly changed: () => void;
}

/** First restart at once, then 10 s, doubling (k8s.io/kubernetes, pkg/kubelet, MaxCrashLoopBackOff); forgotten after ten minutes' run. */
const firstBackoffMs = 10_000;
const forgetAfterMs = 600_000;

/** Starts a container and starts it again whenever it ends, later each time. */
export function keepContainer(options: KeepOptions): KeptContainer {
  const { world, node, kubelet, spec, pod, changed } = options;
  const { namespace = '', name } = pod.metadata;
  const { relistPeriodMs, containerStartMs, maxContainerRestartPeriodMs } = world.params.kubelet;
  const random = world.random.fork(`container ${namespace}/${name}/${spec.name}`);
  const relist = uniform(random, 0, relistPeriodMs);
  let running: RunningContainer | undefined;
  let lastId: string | undefined;
  let startedAt = '';
  let startedAtMs = 0;
  let ready = false;
  let restarts = 0;
  let backoffMs = 0;
  let waiting: string | undefined = 'ContainerCreating';
  let stopped = false;

  const start = (warm: boolean): void => {
    if (stopped) return;
    const container = node.runtime.start({ namespace, pod: name, name: spec.name });
    running = container;
    lastId = container.id;
    waiting = undefined;
    startedAt = stamp(world);
    startedAtMs = kubelet.now();
    const program = programFor(pod, spec.name);
    program?.start({ world, node, process: container.process, on: options.on, pod, container: spec.name, warm });
    container.process.onExit(() => {
      running = undefined;
      ready = false;
      // The kubelet learns of it at its next look at the runtime.
      kubelet.after(relist(), again);
    });
    if (warm) ready = true;
    else kubelet.after(firstReadyMs(spec), () => becomeReady(container));
    changed();
  };
  const becomeReady = (container: RunningContainer): void => {
    if (running !== container) return;
    ready = true;
    changed();
  };
  const again = (): void => {
    if (stopped) return;
    if (kubelet.now() - startedAtMs > forgetAfterMs) backoffMs = 0;
    const waitMs = backoffMs;
    backoffMs = Math.min(maxContainerRestartPeriodMs, backoffMs === 0 ? firstBackoffMs : backoffMs * 2);
    waiting = waitMs === 0 ? 'ContainerCreating' : 'CrashLoopBackOff';
    changed();
    kubelet.after(waitMs + containerStartMs, () => {
      restarts += 1;
      start(false);
    });
  };
  if (options.warm) start(true);
  else kubelet.after(containerStartMs, () => start(false));

  return {
    ready: () => ready,
    stop: () => {
      stopped = true;
      running?.process.exit(143);
    },
    status: () => ({
      name: spec.name,
      image: spec.image,
      imageID: spec.image,
      ready,
      started: ready,
      restartCount: restarts,
      ...(lastId === undefined ? {} : { containerID: lastId }),
      state: waiting === undefined && running !== undefined ? { running: { startedAt } } : { waiting: { reason: waiting ?? 'ContainerCreating' } },
    }),
  };
}

/** When the first readiness probe has had the chance to pass. */
function firstReadyMs({ readinessProbe }: Container): number {
  if (readinessProbe === undefined) return 0;
  return ((readinessProbe.initialDelaySeconds ?? 0) + (readinessProbe.periodSeconds ?? 10) / 2) * 1000;
}
