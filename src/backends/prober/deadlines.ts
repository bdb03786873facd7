import { type Clock, sleepUntil } from '../../base/clock.ts';

/** What must be over by an instant. */
export interface Limited {
  readonly limitAt: number;
  /** It is not over by then. */
  readonly overrun: () => void;
}

const calledOff = 'called off';

/** The limits of many things, nearly all of which are over long before: one timer for all, set anew only when it ran out. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #waiting = new Set<Limited>();
  #wakeAt = Infinity;
  #sleep = new AbortController();
  #isClosing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(one: Limited): void {
    this.#waiting.add(one);
    if (one.limitAt < this.#wakeAt) this.#sleepUntil(one.limitAt);
  }

  /** It is over in time. */
  strike(one: Limited): void {
    this.#waiting.delete(one);
    this.#rest();
  }

  /** Lets go of the timer once nothing waits. */
  close(): void {
    this.#isClosing = true;
    this.#rest();
  }

  #rest(): void {
    if (this.#isClosing && this.#waiting.size === 0) this.#callOff();
  }

  #sleepUntil(at: number): void {
    this.#callOff();
    this.#wakeAt = at;
    const { signal } = this.#sleep;
    void sleepUntil(this.#clock, at, signal).then(() => {
      if (!signal.aborted) this.#wake();
    });
  }

  #callOff(): void {
    // With a reason of its own: the default one records where it was made.
    this.#sleep.abort(calledOff);
    this.#sleep = new AbortController();
    this.#wakeAt = Infinity;
  }

  #wake(): void {
    this.#wakeAt = Infinity;
    const now = this.#clock.now();
    let next = Infinity;
    for (const one of this.#waiting) {
      if (one.limitAt <= now) {
        this.#waiting.delete(one);
        one.overrun();
      } else next = Math.min(next, one.limitAt);
    }
    if (next < this.#wakeAt) this.#sleepUntil(next);
  }
}
