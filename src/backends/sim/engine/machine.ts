import type { Agenda } from '../../../base/agenda.ts';
import { type Process, startProcess } from './process.ts';

/** A computer: a node, the balancer's host, or the one that the harness runs on. */
export interface Machine {
  readonly name: string;
  /** Undefined: in no zone, as near to one as to another. */
  readonly zone: string | undefined;
  /** Off: its kernel answers nothing. A frozen one's kernel still does, its processes do not. */
  readonly on: boolean;
  readonly processes: ReadonlySet<Process>;
  readonly run: (name: string) => Process;
  /** Freezes every process, as `docker pause` does, and thaws them. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends every process without a word to anybody, as a power cut does. */
  readonly powerOff: () => void;
  readonly powerOn: () => void;
}

/** A computer that is on and runs nothing. */
export function machine(agenda: Agenda, name: string, zone: string | undefined): Machine {
  const processes = new Set<Process>();
  let on = true;
  return {
    name,
    zone,
    get on() {
      return on;
    },
    processes,
    run: (title) => {
      const process = startProcess(agenda, `${name}/${title}`);
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
}
