import type { Action } from './agenda.ts';

/** Something that is to happen. */
export interface Event {
  readonly at: number;
  readonly order: number;
  /** undefined: called off, or over. Such an event does not move the time. */
  action: Action | undefined;
  /** Who waits behind it; undefined: nobody. */
  readonly lane: Lane | undefined;
}

/** Events each of which is due no sooner than the one before: only the first has to be compared with others. */
export interface Lane {
  events: Event[];
  /** Where those begin that are still to come. */
  first: number;
}

/** Children of a place in the heap. */
const children = 4;

/** Events by instant, and at one instant by order. Its keys lie apart from the events: comparing touches no object. */
export class EventHeap {
  #at = new Float64Array(256);
  #order = new Float64Array(256);
  #events: Event[] = [];

  get first(): Event | undefined {
    return this.#events[0];
  }

  push(event: Event): void {
    const last = this.#events.length;
    if (last === this.#at.length) this.#grow();
    this.#events.push(event);
    this.#rise(event, last);
  }

  /** Puts another event in the place of the first; takes the first out when there is none. */
  replaceFirst(by: Event | undefined): void {
    const last = by ?? this.#events.pop();
    if (last !== undefined && this.#events.length > 0) this.#sink(last);
  }

  /** Takes everything out, in no order. */
  clear(): readonly Event[] {
    const all = this.#events;
    this.#events = [];
    return all;
  }

  #rise(event: Event, from: number): void {
    const { at, order } = event;
    let place = from;
    while (place > 0) {
      const above = ((place - 1) / children) | 0;
      const aboveAt = this.#at[above] ?? 0;
      if (aboveAt < at || (aboveAt === at && (this.#order[above] ?? 0) < order)) break;
      this.#move(above, place);
      place = above;
    }
    this.#put(event, place);
  }

  #sink(event: Event): void {
    const { at, order } = event;
    const size = this.#events.length;
    let place = 0;
    for (let child = 1; child < size; child = place * children + 1) {
      const best = this.#least(child, Math.min(size, child + children));
      const bestAt = this.#at[best] ?? 0;
      if (at < bestAt || (at === bestAt && order < (this.#order[best] ?? 0))) break;
      this.#move(best, place);
      place = best;
    }
    this.#put(event, place);
  }

  /** The place of the earliest in [from, to). */
  #least(from: number, to: number): number {
    let best = from;
    let bestAt = this.#at[from] ?? 0;
    for (let place = from + 1; place < to; place += 1) {
      const at = this.#at[place] ?? 0;
      if (at > bestAt || (at === bestAt && (this.#order[place] ?? 0) > (this.#order[best] ?? 0))) continue;
      best = place;
      bestAt = at;
    }
    return best;
  }

  #move(from: number, to: number): void {
    this.#at[to] = this.#at[from] ?? 0;
    this.#order[to] = this.#order[from] ?? 0;
    const event = this.#events[from];
    if (event !== undefined) this.#events[to] = event;
  }

  #put(event: Event, place: number): void {
    this.#at[place] = event.at;
    this.#order[place] = event.order;
    this.#events[place] = event;
  }

  #grow(): void {
    const [at, order] = [this.#at, this.#order];
    this.#at = new Float64Array(at.length * 2);
    this.#order = new Float64Array(order.length * 2);
    this.#at.set(at);
    this.#order.set(order);
  }
}
