import type { Agenda } from '../../../base/agenda.ts';

export type Cancel = () => void;

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
  readonly freeze: () => void;
  readonly thaw: () => void;
}

/** Starts a process. A class with methods: there may be one for each of many thousand containers. */
export function startProcess(agenda: Agenda, name: string): Process {
  return new SimulatedProcess(agenda, name);
}

class SimulatedProcess implements Process {
  readonly name: string;
  alive = true;
  frozen = false;
  readonly #agenda: Agenda;
  #held: (() => void)[] = [];
  #terminated: (() => void) | undefined;
  readonly #listeners = new Set<(code: number) => void>();

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
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(code);
  }

  onExit(listener: (code: number) => void): Cancel {
    if (this.alive) this.#listeners.add(listener);
    else listener(137);
    return () => this.#listeners.delete(listener);
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
