import type { Agenda, Task } from '../../../base/agenda.ts';
import { Dependent, Dependents } from './dependents.ts';
import type { CpuGroup } from './processors.ts';

export type Cancel = () => void;

/** A running program. It does nothing when dead, and what falls due while it is frozen it does when it thaws. */
export interface Process {
  readonly name: string;
  readonly alive: boolean;
  readonly frozen: boolean;
  readonly now: () => number;
  /** Whose share of the processors it works with; undefined: as if it were alone. */
  readonly cpu: CpuGroup | undefined;
  /** How far its clock is ahead of its machine's. */
  clockOffsetMs: number;
  /** What its clock says. */
  readonly unixMs: () => number;
  /** Calls `action` after `ms` of the process's life. */
  readonly after: (ms: number, action: () => void) => Cancel;
  /** Calls `action` when so much processor time was had: later where others want the processors, too. */
  readonly work: (ms: number, action: () => void) => Cancel;
  /** Lets something from outside in: at once, when it thaws, or never. */
  readonly enter: (action: () => void) => void;
  /** Resolves after `ms`; never, when the process dies before. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Ends it: by its own will, or by a signal (137 for SIGKILL). */
  readonly exit: (code: number) => void;
  /** Asks it to end, as SIGTERM does: it ends at once (143), or when its handler lets it; a frozen one hears of it when it thaws. */
  readonly terminate: () => void;
  /** What it does on SIGTERM, in place of ending at once: to end is up to the handler. */
  readonly onTerminate: (handler: () => void) => void;
  /** Called once, when it has ended; the order of asking is the order of calling. Returns how to take it back. */
  readonly onExit: (listener: (code: number) => void) => Cancel;
  /** As `onExit`, for what keeps itself in mind; `release` takes it back. */
  readonly bind: (dependent: Dependent) => void;
  readonly release: (dependent: Dependent) => void;
  readonly freeze: () => void;
  readonly thaw: () => void;
}

/** Starts a process. A class with methods: there may be one for each of many thousand containers. */
export function startProcess(agenda: Agenda, name: string, host: Host = {}): Process {
  return new SimulatedProcess(agenda, name, host);
}

/** What a process gets of its machine. */
interface Host {
  readonly cpu?: CpuGroup;
  readonly clock?: { readonly clockOffsetMs: number };
}

const killed = 137;

/** What a process does later: smaller than a closure, of which there would be hundreds of thousands. */
class Entry implements Task {
  readonly #process: Process;
  readonly #action: () => void;

  constructor(process: Process, action: () => void) {
    this.#process = process;
    this.#action = action;
  }

  run(): void {
    this.#process.enter(this.#action);
  }
}

class Listener extends Dependent {
  readonly processEnded: (code: number) => void;

  constructor(listener: (code: number) => void) {
    super();
    this.processEnded = listener;
  }
}

class SimulatedProcess implements Process {
  readonly name: string;
  alive = true;
  frozen = false;
  clockOffsetMs = 0;
  readonly cpu: CpuGroup | undefined;
  readonly #agenda: Agenda;
  readonly #clock: Host['clock'];
  #held: (() => void)[] = [];
  #terminated: (() => void) | undefined;
  readonly #dependents = new Dependents();

  constructor(agenda: Agenda, name: string, { cpu, clock }: Host) {
    this.#agenda = agenda;
    this.name = name;
    this.cpu = cpu;
    this.#clock = clock;
  }

  now(): number {
    return this.#agenda.now();
  }

  unixMs(): number {
    const offsetMs = this.clockOffsetMs + (this.#clock?.clockOffsetMs ?? 0);
    return this.#agenda.startedAtUnixMs + this.#agenda.now() + offsetMs;
  }

  after(ms: number, action: () => void): Cancel {
    return this.#agenda.at(this.#agenda.now() + ms, new Entry(this, action));
  }

  work(ms: number, action: () => void): Cancel {
    return this.after(this.cpu === undefined ? ms : this.cpu.takes(this.#agenda.now(), ms), action);
  }

  enter(action: () => void): void {
    if (!this.alive) return;
    if (this.frozen) this.#held.push(action);
    else action();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  exit(code: number): void {
    if (!this.alive) return;
    this.alive = false;
    this.#held = [];
    for (const dependent of this.#dependents.takeAll()) dependent.processEnded(code);
  }

  onExit(listener: (code: number) => void): Cancel {
    const dependent = new Listener(listener);
    this.bind(dependent);
    return () => this.release(dependent);
  }

  bind(dependent: Dependent): void {
    if (!this.alive) {
      dependent.processEnded(killed);
      return;
    }
    this.#dependents.add(dependent);
  }

  release(dependent: Dependent): void {
    this.#dependents.remove(dependent);
  }

  terminate(): void {
    this.enter(() => {
      if (this.#terminated === undefined) this.exit(143);
      else this.#terminated();
    });
  }

  onTerminate(handler: () => void): void {
    this.#terminated = handler;
  }

  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
    const held = this.#held;
    this.#held = [];
    for (const action of held) this.enter(action);
  }
}
