import type { Machine } from '../engine/machine.ts';
import type { Process } from '../engine/process.ts';
import type { MemoryGroup, MemoryShare } from '../engine/memory.ts';
import type { CpuShare } from '../engine/processors.ts';
import type { ResolverSettings } from '../dns/resolver.ts';
import type { Interface } from '../network/network.ts';
import { type Files, files } from './files.ts';

/** A container as the runtime of its node knows it. */
export interface RunningContainer {
  /** `containerd://<64 hex digits>`. */
  readonly id: string;
  /** Its pod's, which another pod of the same name has not. */
  readonly podId: string;
  readonly namespace: string;
  readonly pod: string;
  readonly name: string;
  readonly process: Process;
  readonly memory: MemoryGroup;
  readonly files: Files;
  /** Its resolv.conf: as good as a file, and may be written anew. */
  resolver: ResolverSettings;
  /** Strange processes in its control group: their names, by their ids. */
  readonly stressors: Map<string, string>;
  /** Whether the kernel ended it for want of memory. */
  oomKilled: boolean;
}

/** What a container is started with. */
interface ContainerStart {
  /** Of one that runs when the run begins; others are given theirs. */
  readonly id: string | undefined;
  readonly podId: string;
  readonly namespace: string;
  readonly pod: string;
  readonly name: string;
  readonly cpu: CpuShare;
  readonly memory: Omit<MemoryShare, 'kill'>;
  /** What its program holds when it runs. */
  readonly usualBytes: number;
  readonly mounts: readonly string[];
  readonly resolver: ResolverSettings;
}

/** A pod as a runtime tells pods apart. */
interface PodName {
  readonly podId: string;
  readonly namespace: string;
  readonly pod: string;
}

/** A node's container runtime: what runs in which pod, whatever the API believes. Kubelet and chaos-daemon both act through it. */
export interface ContainerRuntime {
  readonly start: (container: ContainerStart) => RunningContainer;
  readonly find: (id: string) => RunningContainer | undefined;
  readonly containers: () => readonly RunningContainer[];
  /** The network of a pod that runs here. */
  readonly sandbox: (namespace: string, pod: string) => Interface | undefined;
  /** Gives a pod its network, or takes it away: the pod of that id, and nobody else's of its name. */
  readonly setSandbox: (pod: PodName, on: Interface | undefined) => void;
  readonly sandboxOf: (podId: string) => Interface | undefined;
  readonly sandboxes: () => readonly (PodName & { readonly on: Interface })[];
  /** A pod's container of that name, while it runs. */
  readonly running: (podId: string, name: string) => RunningContainer | undefined;
  /** How often a container was started, in this life of its machine or an earlier one. */
  readonly attempts: (podId: string, name: string) => number;
  /** Whether it answers: containers run on while it does not, but none is started, and none is known to have ended. */
  readonly setUp: (up: boolean) => void;
  /** Since when it has not answered; undefined: it does. */
  readonly downSince: () => number | undefined;
  /** Calls `action` now, or when it answers again. */
  readonly whenUp: (action: () => void) => void;
}

/** A runtime that runs nothing. `newId` draws a container's id, `draw` a number in [0, 1). */
export function containerRuntime(
  machine: Machine,
  { newId, draw, now }: { readonly newId: () => string; readonly draw: () => number; readonly now: () => number },
): ContainerRuntime {
  const containers = new Map<string, RunningContainer>();
  const byName = new Map<string, RunningContainer>();
  const attempts = new Map<string, number>();
  let waiting: (() => void)[] = [];
  let downSince: number | undefined;
  return {
    ...podNetworks(),
    start: (start) => {
      const made = startContainer(machine, start.id ?? newId(), start, draw);
      const name = `${start.podId}/${start.name}`;
      attempts.set(name, (attempts.get(name) ?? 0) + 1);
      containers.set(made.id, made);
      byName.set(name, made);
      made.process.onExit(() => {
        containers.delete(made.id);
        if (byName.get(name) === made) byName.delete(name);
      });
      return made;
    },
    find: (id) => containers.get(id),
    containers: () => [...containers.values()],
    running: (podId, name) => byName.get(`${podId}/${name}`),
    attempts: (podId, name) => attempts.get(`${podId}/${name}`) ?? 0,
    downSince: () => downSince,
    setUp: (up) => {
      downSince = up ? undefined : (downSince ?? now());
      const due = up ? waiting : [];
      if (up) waiting = [];
      for (const action of due) action();
    },
    whenUp: (action) => {
      if (downSince === undefined) action();
      else waiting.push(action);
    },
  };
}

function podNetworks(): Pick<ContainerRuntime, 'sandbox' | 'setSandbox' | 'sandboxOf' | 'sandboxes'> {
  const byName = new Map<string, Interface>();
  const byId = new Map<string, PodName & { readonly on: Interface }>();
  return {
    sandbox: (namespace, pod) => byName.get(`${namespace}/${pod}`),
    sandboxOf: (podId) => byId.get(podId)?.on,
    sandboxes: () => [...byId.values()],
    setSandbox: (pod, on) => {
      const name = `${pod.namespace}/${pod.pod}`;
      if (on !== undefined) {
        byName.set(name, on);
        byId.set(pod.podId, { ...pod, on });
        return;
      }
      const known = byId.get(pod.podId);
      byId.delete(pod.podId);
      // A pod of the same name may be there already: only its own is taken away.
      if (known !== undefined && byName.get(name) === known.on) byName.delete(name);
    },
  };
}

const killed = 137;

function startContainer(machine: Machine, id: string, start: ContainerStart, draw: () => number): RunningContainer {
  const { podId, namespace, pod, name, usualBytes, resolver } = start;
  const cpu = machine.processors.group(start.cpu);
  const process = machine.run(`${namespace}/${pod}/${name}`, cpu);
  const memory = machine.memory.group({
    ...start.memory,
    kill: () => {
      made.oomKilled = true;
      process.exit(killed);
    },
  });
  const made: RunningContainer = {
    id,
    podId,
    namespace,
    pod,
    name,
    process,
    memory,
    files: files(start.mounts, draw),
    resolver,
    stressors: new Map(),
    oomKilled: false,
  };
  process.onExit(() => {
    cpu.end(process.now());
    memory.end();
  });
  memory.hold('program', usualBytes);
  return made;
}
