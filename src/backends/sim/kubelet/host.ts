import type { Process } from '../engine/process.ts';
import type { Strain } from '../engine/strain.ts';

/** A node from outside: its power, and the services that its init system runs. Each call is done when it returns. */
export interface NodeHost {
  /** The kubelet's process, while there is one. */
  readonly kubelet: () => Process | undefined;
  /** Names the process of a service, another one after each start; undefined while there is none. */
  readonly lives: () => { readonly kubelet: string | undefined; readonly containerd: string | undefined };
  /** When the machine was last switched on, on the simulated clock. */
  readonly bootedAt: () => number;
  /** Stops the service until it is started again. Containers run on. */
  readonly stopKubelet: () => void;
  readonly startKubelet: () => void;
  /** Kills its process: the init system starts it again. */
  readonly killKubelet: () => void;
  /** The container runtime: containers run on without it, but none is started, and none is known to have ended. */
  readonly stopContainerd: () => void;
  readonly startContainerd: () => void;
  readonly killContainerd: () => void;
  /** Programs of an operator that burn, fill and hold what the machine has. */
  readonly strain: Strain;
  /** Sets its clock so far ahead of true time; negative: behind. */
  readonly setClock: (offsetMs: number) => void;
  /** Everything ends without a word, as a power cut does; what is on the disks stays. */
  readonly powerOff: () => void;
  /** Starts it again, with the services that were not stopped: after the boot. */
  readonly powerOn: () => void;
}
