/** What is to happen, and when: the heart of a simulation. A virtual clock keeps one; so can timers of the machine. */
export interface Agenda {
  /** Milliseconds since the run began. */
  readonly now: () => number;
  /** Unix time in milliseconds at which `now()` was 0. */
  readonly startedAtUnixMs: number;
  /** Calls `action` at the instant (now, if that is past), after what was asked for earlier; returns how to call it off. */
  readonly at: (instant: number, action: Action) => () => void;
  /** As `at`, for what is never called off: there are hundreds of thousands. */
  readonly post: (instant: number, action: Action) => void;
}

export type Action = (() => void) | Task;

/** Something to be done that keeps what it needs itself. */
export interface Task {
  readonly run: () => void;
}
