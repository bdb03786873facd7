import type { RequestObservation } from './observation.ts';
import type { RequestStore } from './request-store.ts';

/** Requests as they are: for few, which are objects of somebody else's anyway. */
export class RequestObjects implements RequestStore {
  readonly #requests: RequestObservation[] = [];

  get length(): number {
    return this.#requests.length;
  }

  add(one: RequestObservation): void {
    this.#requests.push(one);
  }

  dueAt(index: number): number {
    return this.whole(index).scheduledAt;
  }

  sample(index: number): RequestObservation {
    return this.whole(index);
  }

  whole(index: number): RequestObservation {
    const one = this.#requests[index];
    if (one === undefined) throw new RangeError(`there are ${this.length} requests, and none at ${index}`);
    return one;
  }
}
