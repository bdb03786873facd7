import type { Process } from '../engine/process.ts';
import type { RunningContainer } from '../kubelet/runtime.ts';
import type { Interface } from '../network/network.ts';
import type { Pod } from '../objects.ts';
import type { NodePlace, World } from '../world.ts';

/** A container's process that has just been started, and where. */
export interface ProgramContext {
  readonly world: World;
  readonly node: NodePlace;
  readonly process: Process;
  /** What its runtime knows of it: its memory, its files, its resolver. */
  readonly running: RunningContainer;
  /** The pod's network: the node's own for host-network pods. */
  readonly on: Interface;
  readonly pod: Pod;
  readonly container: string;
  /** True: it has been running for long when the run begins, and skips its start. */
  readonly warm: boolean;
}

/** What a container does: a model of one program. Everything it does ends with its process. */
export interface Program {
  readonly name: string;
  readonly runs: (pod: Pod, container: string) => boolean;
  readonly start: (context: ProgramContext) => void;
}

/** Whether a pod is the control-plane component of this name. */
export function componentIs(component: string): Program['runs'] {
  return ({ metadata }, container) => metadata.labels?.['component'] === component && container === component;
}
