import type { Action } from './agenda.ts';
import { type Event, EventHeap, type Lane } from './event-heap.ts';

/** Shorter waits are over too soon for a lane to be worth it. */
const laneFromMs = 250;
/** What is so near to whole milliseconds is a setting, of which there are few; anything else is drawn. */
const wholeMs = 1e-6;
/** So many that are over, or called off, are not worth tidying up for. */
const few = 1024;

/**
 * What is to happen, in order: by instant, and at one instant as it was asked for. Most of what is asked for are time-outs of
 * a few lengths that are called off before they are due: those of one length wait in a lane, and cost next to nothing.
 */
export class EventQueue {
  readonly #heap = new EventHeap();
  readonly #lanes = new Map<number, Lane>();
  #asked = 0;
  #waiting = 0;
  #calledOff = 0;

  /** How many events were asked for so far. */
  get asked(): number {
    return this.#asked;
  }

  /** Plans an action; `inMs` from now, as it was asked for. */
  add(at: number, inMs: number, action: Action): Event {
    const order = this.#asked;
    this.#asked += 1;
    this.#waiting += 1;
    const lane = inMs >= laneFromMs ? this.#laneOf(inMs) : undefined;
    const last = lane?.events.at(-1);
    // Instants are sums of floats: what is due a hair before its forerunner cannot stand behind it.
    const event: Event = { at, order, action, lane: last === undefined || last.at <= at ? lane : undefined };
    event.lane?.events.push(event);
    if (last === undefined || event.lane === undefined) this.#heap.push(event);
    return event;
  }

  /** Does what a taken event stands for; it can be called off no more. */
  static happen(event: Event): void {
    const { action } = event;
    event.action = undefined;
    if (typeof action === 'function') action();
    else action?.run();
  }

  /** Calls an event off; what is over stays so. */
  callOff(event: Event): void {
    if (event.action === undefined) return;
    event.action = undefined;
    this.#calledOff += 1;
    if (this.#calledOff > few && this.#calledOff * 2 > this.#waiting) this.#sweep();
  }

  /** The next event, which stays where it is; undefined when there is none. */
  peek(): Event | undefined {
    for (let event = this.#heap.first; event !== undefined; event = this.#heap.first) {
      if (event.action !== undefined) return event;
      this.#drop(event);
      this.#calledOff -= 1;
    }
    return undefined;
  }

  /** Takes the next event out. */
  take(): Event | undefined {
    const event = this.peek();
    if (event !== undefined) this.#drop(event);
    return event;
  }

  #laneOf(inMs: number): Lane | undefined {
    const whole = Math.round(inMs);
    if (Math.abs(inMs - whole) > wholeMs) return undefined;
    const lane = this.#lanes.get(whole) ?? { events: [], first: 0 };
    this.#lanes.set(whole, lane);
    return lane;
  }

  /** Takes the first event out; who waits behind it takes its place. */
  #drop({ lane }: Event): void {
    this.#waiting -= 1;
    this.#heap.replaceFirst(lane === undefined ? undefined : this.#behind(lane));
  }

  #behind(lane: Lane): Event | undefined {
    lane.first += 1;
    for (let next = lane.events[lane.first]; next !== undefined; next = lane.events[lane.first]) {
      if (next.action !== undefined) {
        if (lane.first > few && lane.first * 2 > lane.events.length)
          lane.first -= lane.events.splice(0, lane.first).length;
        return next;
      }
      lane.first += 1;
      this.#waiting -= 1;
      this.#calledOff -= 1;
    }
    lane.events.length = 0;
    lane.first = 0;
    return undefined;
  }

  /** What was called off would keep what it knows of alive until it is due. */
  #sweep(): void {
    const left = this.#heap.clear().filter(({ action, lane }) => action !== undefined && lane === undefined);
    for (const lane of this.#lanes.values()) {
      const live = lane.events.slice(lane.first).filter(({ action }) => action !== undefined);
      lane.events = live;
      lane.first = 0;
      if (live[0] !== undefined) left.push(live[0]);
    }
    for (const event of left) this.#heap.push(event);
    this.#waiting -= this.#calledOff;
    this.#calledOff = 0;
  }
}
