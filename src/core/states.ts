import type { Observation, RequestObservation } from './observation.ts';
import { boundsSharer } from './shared-bounds.ts';

/** Anything but a request. */
export type State = Exclude<Observation, RequestObservation>;
export type Kind = State['kind'];
export type Of<K extends Kind> = Extract<Observation, { kind: K }>;

/** What was seen but for requests, in the order in which it came. Several logs may look at one. */
export class States {
  readonly #shared = boundsSharer();
  readonly #all: State[] = [];
  readonly #byKind = new Map<Kind, State[]>();
  #sortedOut = 0;

  get length(): number {
    return this.#all.length;
  }

  get all(): readonly State[] {
    return this.#all;
  }

  add(one: State): void {
    this.#all.push(one.kind === 'metrics' ? this.#shared(one) : one);
  }

  /** Those of one kind, in the order in which they came. */
  ofKind<K extends Kind>(kind: K): readonly Of<K>[] {
    // Sorted out once: many indicators look at one timeline.
    for (; this.#sortedOut < this.#all.length; this.#sortedOut += 1) {
      const one = this.#all[this.#sortedOut];
      if (one === undefined) break;
      const others = this.#byKind.get(one.kind);
      if (others === undefined) this.#byKind.set(one.kind, [one]);
      else others.push(one);
    }
    return (this.#byKind.get(kind) ?? []) as readonly Observation[] as readonly Of<K>[];
  }
}
