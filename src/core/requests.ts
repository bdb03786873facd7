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

  /** When one was due; never, where there is none. */
  dueAt(index: number): number {
    const row = this.#rows[index];
    return row === undefined ? Infinity : this.#store.dueAt(row);
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
    for (const row of this.#rows) if (is(this.#store.sample(row))) count += 1;
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
  // Nearly all come in order: only those that were overtaken are sorted, and laid in between.
  const overtaken: number[] = [];
  let inTurn = 0;
  let latest = -Infinity;
  for (let row = 0; row < rows.length; row += 1) {
    const at = store.dueAt(row);
    if (at < latest) {
      overtaken.push(row);
    } else {
      latest = at;
      rows[inTurn] = row;
      inTurn += 1;
    }
  }
  overtaken.sort((a, b) => store.dueAt(a) - store.dueAt(b));
  // From the end on, where there is room: what is left at the beginning lies there already.
  for (let place = rows.length - 1, row = overtaken.pop(); row !== undefined; place -= 1) {
    const before = rows[inTurn - 1];
    if (before !== undefined && store.dueAt(before) > store.dueAt(row)) {
      rows[place] = before;
      inTurn -= 1;
    } else {
      rows[place] = row;
      row = overtaken.pop();
    }
  }
  return new Requests(store, rows);
}

/** The index of the first of the samples, which are in scheduled order, that is due at or after `at`. */
export function lowerBound(samples: Requests, at: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples.dueAt(middle) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
