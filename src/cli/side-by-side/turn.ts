import type { Output } from '../output.ts';
import type { Outcome } from '../outcome.ts';
import { repeat, type Said } from './forwarded-output.ts';

/** What one of several rehearsals says and comes to: kept until those before it have been told. */
export class Turn<T> {
  readonly #output: Output;
  readonly #settle: (outcome: Outcome<T> | undefined) => void;
  /** undefined: it never began. */
  readonly outcome: Promise<Outcome<T> | undefined>;
  #kept: Said[] = [];
  #isOpen = false;

  constructor(output: Output) {
    this.#output = output;
    let settle: (outcome: Outcome<T> | undefined) => void = () => undefined;
    this.outcome = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  hear(said: Said): void {
    if (this.#isOpen) repeat(said, this.#output);
    else this.#kept.push(said);
  }

  /** Tells what was kept, and from now on at once. */
  open(): void {
    this.#isOpen = true;
    for (const said of this.#kept) repeat(said, this.#output);
    this.#kept = [];
  }

  settle(outcome: Outcome<T> | undefined): void {
    this.#settle(outcome);
  }
}
