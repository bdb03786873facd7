import type { Agenda } from '../../../base/agenda.ts';
import { type Memory, memory } from './memory.ts';
import { type Process, startProcess } from './process.ts';
import { type CpuGroup, type Processors, processors } from './processors.ts';
import { type Reserve, reserve } from './reserve.ts';

/** A computer: a node, the balancer's host, or the one that the harness runs on. */
export interface Machine {
  readonly name: string;
  /** Undefined: in no zone, as near to one as to another. */
  readonly zone: string | undefined;
  /** Off: its kernel answers nothing. A frozen one's kernel still does, its processes do not. */
  readonly on: boolean;
  readonly processes: ReadonlySet<Process>;
  readonly processors: Processors;
  readonly memory: Memory;
  /** Bytes of its disk. */
  readonly disk: Reserve;
  readonly pids: Reserve;
  /** How far its clock is ahead of true time. */
  clockOffsetMs: number;
  /** Starts a process, in the machine's own control group unless another is named. */
  readonly run: (name: string, cpu?: CpuGroup) => Process;
  /** Freezes every process, as `docker pause` does, and thaws them. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends every process without a word to anybody, as a power cut does. */
  readonly powerOff: () => void;
  readonly powerOn: () => void;
}

/** What a machine is made of. */
interface MachineSize {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly maxPids: number;
}

/** What a machine has when nothing is said of it (assumed). */
const usual: MachineSize = { cores: 8, memoryBytes: 32 * 2 ** 30, diskBytes: 100 * 2 ** 30, maxPids: 32_768 };
/** The machine's own services weigh as much as one core that is asked for (systemd's default, CPUWeight=100). */
const systemShare = { weight: 1024, limitCores: undefined } as const;

/** A computer that is on and runs nothing. */
export function machine(agenda: Agenda, name: string, zone: string | undefined, size = usual): Machine {
  const processes = new Set<Process>();
  const cpus = processors(size.cores);
  const system = cpus.group(systemShare);
  let on = true;
  const made: Machine = {
    name,
    zone,
    get on() {
      return on;
    },
    processes,
    processors: cpus,
    memory: memory(size.memoryBytes),
    disk: reserve(size.diskBytes),
    pids: reserve(size.maxPids),
    clockOffsetMs: 0,
    run: (title, cpu = system) => {
      const process = startProcess(agenda, `${name}/${title}`, { cpu, clock: made });
      processes.add(process);
      process.onExit(() => processes.delete(process));
      return process;
    },
    freeze: () => processes.forEach((process) => process.freeze()),
    thaw: () => processes.forEach((process) => process.thaw()),
    powerOff: () => {
      on = false;
      for (const process of [...processes]) process.exit(137);
    },
    powerOn: () => {
      on = true;
    },
  };
  return made;
}
