import type { Agenda } from '../../../base/agenda.ts';

export type Cancel = () => void;

/** What ends with a process, without a closure of its own: there are many thousands of them. */
export interface Dependent {
  /** Called once, when the process has ended. */
  readonly processEnded: (code: number) => void;
}

/** A running program. It does nothing when dead, and what falls due while it is frozen it does when it thaws. */
export interface Process {
  readonly name: string;
  readonly alive: boolean;
  readonly frozen: boolean;
  readonly now: () => number;
  /** Calls `action` after `ms` of the process's life. */
  readonly after: (ms: number, action: () => void) => Cancel;
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
export function startProcess(agenda: Agenda, name: string): Process {
  return new SimulatedProcess(agenda, name);
}

const killed = 137;

class SimulatedProcess implements Process {
  readonly name: string;
  alive = true;
  frozen = false;
  readonly #agenda: Agenda;
  #held: (() => void)[] = [];
  #terminated: (() => void) | undefined;
  #dependents: Set<Dependent> | undefined;

  constructor(agenda: Agenda, name: string) {
    this.#agenda = agenda;
    this.name = name;
  }

  now(): number {
    return this.#agenda.now();
  }

  after(ms: number, action: () => void): Cancel {
    return this.#agenda.at(this.#agenda.now() + ms, () => this.enter(action));
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
    const dependents = this.#dependents;
    this.#dependents = undefined;
    for (const dependent of [...(dependents ?? [])]) dependent.processEnded(code);
  }

  onExit(listener: (code: number) => void): Cancel {
    const dependent: Dependent = { processEnded: listener };
    this.bind(dependent);
    return () => this.release(dependent);
  }

  bind(dependent: Dependent): void {
    if (!this.alive) {
      dependent.processEnded(killed);
      return;
    }
    this.#dependents ??= new Set();
    this.#dependents.add(dependent);
  }

  release(dependent: Dependent): void {
    this.#dependents?.delete(dependent);
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
