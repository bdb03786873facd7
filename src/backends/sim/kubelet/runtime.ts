import type { Machine } from '../engine/machine.ts';
import type { Process } from '../engine/process.ts';
import type { Interface } from '../network/network.ts';

/** A container as the runtime of its node knows it. */
export interface RunningContainer {
  /** `containerd://<64 hex digits>`. */
  readonly id: string;
  readonly namespace: string;
  readonly pod: string;
  readonly name: string;
  readonly process: Process;
}

/** A node's container runtime: what runs in which pod, whatever the API believes. Kubelet and chaos-daemon both act through it. */
export interface ContainerRuntime {
  readonly start: (container: Omit<RunningContainer, 'id' | 'process'>) => RunningContainer;
  readonly find: (id: string) => RunningContainer | undefined;
  readonly containers: () => readonly RunningContainer[];
  /** The network of a pod that runs here. */
  readonly sandbox: (namespace: string, pod: string) => Interface | undefined;
  readonly setSandbox: (namespace: string, pod: string, on: Interface | undefined) => void;
}

/** A runtime that runs nothing. `newId` draws 64 hex digits. */
export function containerRuntime(machine: Machine, newId: () => string): ContainerRuntime {
  const containers = new Map<string, RunningContainer>();
  const sandboxes = new Map<string, Interface>();
  return {
    start: ({ namespace, pod, name }) => {
      const process = machine.run(`${namespace}/${pod}/${name}`);
      const made: RunningContainer = { id: `containerd://${newId()}`, namespace, pod, name, process };
      containers.set(made.id, made);
      process.onExit(() => containers.delete(made.id));
      return made;
    },
    find: (id) => containers.get(id),
    containers: () => [...containers.values()],
    sandbox: (namespace, pod) => sandboxes.get(`${namespace}/${pod}`),
    setSandbox: (namespace, pod, on) => {
      if (on === undefined) sandboxes.delete(`${namespace}/${pod}`);
      else sandboxes.set(`${namespace}/${pod}`, on);
    },
  };
}
