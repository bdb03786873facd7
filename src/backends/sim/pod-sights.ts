import { type Lookup, resolver } from './dns/resolver.ts';
import type { FileOutcome } from './kubelet/files.ts';
import type { RunningContainer } from './kubelet/runtime.ts';
import type { Interface } from './network/network.ts';
import type { World } from './world.ts';

/** A container in a pod on a node. */
export interface PodSpot {
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** What somebody sees who looks into a pod. Every call throws when the container does not run. */
export interface PodSights {
  /** Names of the processes in it that are none of its own. */
  readonly strangers: () => readonly string[];
  /** How far its clock is ahead of true time, in ms. */
  readonly clockOffsetMs: () => number;
  /** What reading a file comes to. */
  readonly readFile: (path: string) => FileOutcome;
  /** What its resolver finds. */
  readonly lookUp: (name: string) => Promise<Lookup>;
  /** Queueing disciplines of its network that hold its packets back. */
  readonly queues: () => readonly ('netem' | 'tbf')[];
}

/** Looks into a pod of a simulated cluster. */
export function sightsIn({ nodes, network, agenda }: World, spot: PodSpot): PodSights {
  const inside = (): { readonly container: RunningContainer; readonly on: Interface } => {
    const runtime = nodes.get(spot.node)?.runtime;
    const on = runtime?.sandbox(spot.namespace, spot.pod);
    const container = runtime
      ?.containers()
      .find((one) => one.namespace === spot.namespace && one.pod === spot.pod && one.name === spot.container);
    if (container !== undefined && on !== undefined) return { container, on };
    throw new Error(`${spot.container} of ${spot.namespace}/${spot.pod} does not run on ${spot.node}`);
  };
  return {
    strangers: () => [...new Set(inside().container.stressors.values())],
    clockOffsetMs: () => inside().container.process.unixMs() - (agenda.startedAtUnixMs + agenda.now()),
    readFile: (path) => inside().container.files.operate(path, 'read'),
    lookUp: (name) =>
      new Promise((resolve) => {
        const { container, on } = inside();
        const { process } = container;
        resolver({ network, process, from: on, settings: () => container.resolver }).lookup(name, resolve);
      }),
    queues: () => inside().on.egress?.disciplines ?? [],
  };
}
