/** What is to happen, and when: the heart of a simulation. A virtual clock keeps one; so can timers of the machine. */
export interface Agenda {
  /** Milliseconds since the run began. */
  readonly now: () => number;
  /** Unix time in milliseconds at which `now()` was 0. */
  readonly startedAtUnixMs: number;
  /** Calls `action` at the instant (now, if that is past), after what was asked for earlier; returns how to call it off. */
  readonly at: (instant: number, action: () => void) => () => void;
  /** As `at`, for a task that keeps what it needs itself, and is never called off: there are hundreds of thousands of them. */
  readonly post: (instant: number, task: Task) => void;
}

/** Something to be done. */
export interface Task {
  readonly run: () => void;
}
