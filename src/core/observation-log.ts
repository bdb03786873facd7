import { Interned } from './interned.ts';
import type { Observation } from './observation.ts';
import { RequestColumns, stretchLength } from './request-columns.ts';
import { RequestObjects } from './request-objects.ts';
import type { RequestStore } from './request-store.ts';
import { inOrder, type Requests } from './requests.ts';
import { type Kind, type Of, type State, States } from './states.ts';

/** All that was seen, in the order in which it came. A list is one; what a run saw is a log. */
export interface Observations extends Iterable<Observation> {
  readonly length: number;
}

/** Observations in little room: requests in columns, stream by stream; the rest as it is, but for lists that can be shared. */
export class ObservationLog implements Observations {
  readonly #storeFor: (stream: string) => RequestStore;
  readonly #streams: RequestStore[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #inOrder = new Map<string, Requests>();
  readonly #states: States;
  /** How many states there were before all else. */
  readonly #ahead: number;
  /** Where each lies, in the order in which they came: 0 among the states, else in the stream of this number, counted from 1. */
  readonly #places: Uint32Array[] = [];
  #added = 0;

  /** `storeFor` makes what the requests of a stream are kept in; `states` are what was seen before. */
  constructor(storeFor = inColumns(), states = new States()) {
    this.#storeFor = storeFor;
    this.#states = states;
    this.#ahead = states.length;
  }

  get length(): number {
    return this.#ahead + this.#added;
  }

  add(observation: Observation): void {
    const slot = this.#added % stretchLength;
    if (slot === 0) this.#places.push(new Uint32Array(stretchLength));
    const places = this.#places.at(-1);
    if (observation.kind !== 'request') {
      this.#states.add(observation);
    } else {
      const number = this.#numberOf(observation.stream);
      this.#streams[number - 1]?.add(observation);
      if (places !== undefined) places[slot] = number;
    }
    this.#added += 1;
  }

  /** All of it again; of a request an equal one. */
  *[Symbol.iterator](): Generator<Observation> {
    yield* this.#states.all.slice(0, this.#ahead);
    const next = [this.#ahead, ...this.#streams.map(() => 0)];
    for (let index = 0; index < this.#added; index += 1) {
      const place = this.#places[Math.floor(index / stretchLength)]?.[index % stretchLength] ?? 0;
      const row = next[place] ?? 0;
      next[place] = row + 1;
      const one = place === 0 ? this.#states.all[row] : this.#streams[place - 1]?.whole(row);
      if (one !== undefined) yield one;
    }
  }

  /** The requests of a stream in the order in which they were due: none of a stream that nothing was seen of. */
  requests(stream: string): Requests {
    const store = this.#streams[(this.#numbers.get(stream) ?? 0) - 1] ?? this.#storeFor(stream);
    const known = this.#inOrder.get(stream);
    if (known?.length === store.length) return known;
    const found = inOrder(store);
    this.#inOrder.set(stream, found);
    return found;
  }

  /** Those of one kind, in the order in which they came. */
  ofKind<K extends Kind>(kind: K): readonly Of<K>[] {
    return this.#states.ofKind(kind);
  }

  /** All but the requests. */
  get states(): readonly State[] {
    return this.#states.all;
  }

  #numberOf(stream: string): number {
    const known = this.#numbers.get(stream);
    if (known !== undefined) return known;
    const number = this.#streams.push(this.#storeFor(stream));
    this.#numbers.set(stream, number);
    return number;
  }
}

function inColumns(): (stream: string) => RequestStore {
  const texts = new Interned();
  return (stream) => new RequestColumns(stream, texts);
}

const logs = new WeakMap<Observations, ObservationLog>();

/** Observations as a log: the log itself, or one over the objects of a list, made anew when the list has grown. */
export function logOf(observations: Observations): ObservationLog {
  if (observations instanceof ObservationLog) return observations;
  const known = logs.get(observations);
  if (known?.length === observations.length) return known;
  const log = new ObservationLog(() => new RequestObjects());
  for (const one of observations) log.add(one);
  logs.set(observations, log);
  return log;
}

/** What a timeline has of one kind, in the order in which it came. */
export function ofKind<K extends Kind>(
  { observations }: { readonly observations: Observations },
  kind: K,
): readonly Of<K>[] {
  return logOf(observations).ofKind(kind);
}
