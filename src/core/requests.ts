import type { RequestSample, RequestStore } from './request-store.ts';

/** Some of a stream's requests, in an order. Each is an object only while it is looked at; a part of them is no copy. */
export class Requests implements Iterable<RequestSample> {
  readonly #store: RequestStore;
  readonly #rows: Uint32Array;

  constructor(store: RequestStore, rows: Uint32Array) {
    this.#store = store;
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** As of a list: counted from the end where it is below 0. */
  at(index: number): RequestSample | undefined {
    const row = this.#rows[index < 0 ? this.#rows.length + index : index];
    return row === undefined ? undefined : this.#store.sample(row);
  }

  slice(from: number, to?: number): Requests {
    return new Requests(this.#store, this.#rows.subarray(from, to));
  }

  filter(keeps: (one: RequestSample) => boolean): Requests {
    return new Requests(
      this.#store,
      this.#rows.filter((row) => keeps(this.#store.sample(row))),
    );
  }

  some(is: (one: RequestSample) => boolean): boolean {
    return this.findIndex(is) !== -1;
  }

  every(is: (one: RequestSample) => boolean): boolean {
    return this.findIndex((one) => !is(one)) === -1;
  }

  count(is: (one: RequestSample) => boolean): number {
    let count = 0;
    for (const one of this) if (is(one)) count += 1;
    return count;
  }

  findIndex(is: (one: RequestSample) => boolean): number {
    return this.#rows.findIndex((row) => is(this.#store.sample(row)));
  }

  findLastIndex(is: (one: RequestSample) => boolean): number {
    return this.#rows.findLastIndex((row) => is(this.#store.sample(row)));
  }

  [Symbol.iterator](): Iterator<RequestSample> {
    const store = this.#store;
    const rows = this.#rows;
    let next = 0;
    return {
      next: () => {
        const row = rows[next];
        if (row === undefined) return { done: true, value: undefined };
        next += 1;
        return { done: false, value: store.sample(row) };
      },
    };
  }

  /** These, then those: all of one stream. */
  followedBy(others: Requests): Requests {
    const rows = new Uint32Array(this.length + others.length);
    rows.set(this.#rows);
    rows.set(others.#rows, this.length);
    return new Requests(this.#store, rows);
  }
}

/** All of a stream's requests in the order in which they were due; those that were due at once as they came. */
export function inOrder(store: RequestStore): Requests {
  const rows = new Uint32Array(store.length);
  let isInOrder = true;
  let before = -Infinity;
  for (let row = 0; row < rows.length; row += 1) {
    const at = store.dueAt(row);
    isInOrder &&= at >= before;
    before = at;
    rows[row] = row;
  }
  // A list of its own is sorted in far fewer steps than a typed array where little is out of place.
  const sorted = isInOrder ? rows : Uint32Array.from([...rows].sort((a, b) => store.dueAt(a) - store.dueAt(b)));
  return new Requests(store, sorted);
}

/** The index of the first of the samples, which are in scheduled order, that is due at or after `at`. */
export function lowerBound(samples: Requests, at: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples.at(middle)?.scheduledAt ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
