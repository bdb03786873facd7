import type { Agenda, Task } from '../../../base/agenda.ts';
import { Dependent } from '../engine/dependents.ts';
import type { Process } from '../engine/process.ts';
import type { Ending, Interface, Place, Route, Socket } from './network.ts';
import { sizeOf } from './size.ts';

/** What a connection needs of the network that it goes through. */
export interface Wire {
  readonly agenda: Agenda;
  readonly route: (from: Interface, to: Interface) => Route;
  readonly minimumRetransmitMs: number;
}

/** How long Linux sends an unanswered segment again before it ends the connection (tcp_retries2 = 15). */
const giveUpMs = 924_600;
const longestRetransmitMs = 120_000;

/** Goes over a connection as messages do, behind the last of them. */
class Goodbye {
  readonly ending: Ending;

  constructor(ending: Ending) {
    this.ending = ending;
  }
}

/** What was sent at one instant, and is on its way: more may go with it, as TCP gathers small writes. */
class Flight implements Task {
  readonly from: End;
  readonly at: number;
  readonly first: unknown;
  more: unknown[] | undefined;

  constructor(from: End, at: number, first: unknown, more: unknown[] | undefined) {
    this.from = from;
    this.at = at;
    this.first = first;
    this.more = more;
  }

  run(): void {
    this.from.landed(this);
  }
}

const nothing = (): void => undefined;

/** One end of a connection, and the direction that leads away from it. Many come and go in a second: it is kept small. */
export class End extends Dependent implements Socket {
  readonly local: Place;
  readonly remote: Place;
  isOpen = true;
  onMessage: (message: unknown) => void = nothing;
  onEnd: (ending: Ending) => void = nothing;
  /** Set when the connection is made. */
  peer: End | undefined;
  /** The ports of its packets: those of the places, but where one was translated. */
  port: number;
  peerPort: number;
  readonly process: Process;
  readonly at: Interface;
  readonly #wire: Wire;
  #route: Route | undefined;
  /** What waits for a path. */
  #queue: unknown[] | undefined;
  #retryMs = 0;
  #blockedSince = 0;
  #lastArrival = 0;
  #flight: Flight | undefined;

  constructor(wire: Wire, process: Process, at: Interface, places: { readonly local: Place; readonly remote: Place }) {
    super();
    this.#wire = wire;
    this.process = process;
    this.at = at;
    this.local = places.local;
    this.remote = places.remote;
    this.port = places.local.port;
    this.peerPort = places.remote.port;
    process.bind(this);
  }

  send(message: unknown): void {
    if (this.isOpen) this.#post(message);
  }

  close(): void {
    this.#part('closed');
  }

  reset(): void {
    this.#part('reset');
  }

  processEnded(): void {
    this.#part('reset');
  }

  /** Ends this end, and tells its owner. */
  end(ending: Ending): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { process } = this;
    process.release(this);
    if (!process.frozen) {
      if (process.alive) this.onEnd(ending);
    } else process.enter(() => this.onEnd(ending));
  }

  /** What this end sent is at the other. */
  landed(flight: Flight): void {
    if (this.#flight === flight) this.#flight = undefined;
    const { peer } = this;
    if (peer === undefined) return;
    peer.#take(flight.first);
    if (flight.more !== undefined) for (const parcel of flight.more) peer.#take(parcel);
  }

  /** Ends this end by its owner's will or death: the kernel tells the other. */
  #part(ending: Ending): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.process.release(this);
    // A machine without power says goodbye to nobody: the other end hears of it when it next sends something to what is there then.
    if (this.peer !== undefined && this.at.machine.on) this.#post(new Goodbye(ending));
  }

  #post(parcel: unknown): void {
    if (this.#queue !== undefined) {
      // What is on its way again keeps the order for those behind it.
      this.#queue.push(parcel);
      return;
    }
    const flight = this.#flight;
    if (flight?.at !== this.#wire.agenda.now()) this.#push(parcel, undefined);
    else if (flight.more === undefined) flight.more = [parcel];
    else flight.more.push(parcel);
  }

  #push(first: unknown, more: unknown[] | undefined): void {
    const { agenda, route } = this.#wire;
    const { peer } = this;
    const now = agenda.now();
    let ms: number | undefined;
    if (peer !== undefined) {
      this.#route ??= route(this.at, peer.at);
      const bytes = this.at.egress && (() => sizeOf(more === undefined ? [first] : [first, ...more]));
      ms = this.#route.latency(bytes, this);
    }
    if (peer === undefined || ms === undefined) {
      this.#block(first, more);
      return;
    }
    this.#retryMs = 0;
    this.#lastArrival = Math.max(this.#lastArrival, now + ms);
    this.#flight = new Flight(this, now, first, more);
    agenda.post(this.#lastArrival, this.#flight);
  }

  /** Nothing gets through: tried again later, and in the end given up. */
  #block(first: unknown, more: unknown[] | undefined): void {
    const { agenda, minimumRetransmitMs } = this.#wire;
    if (this.#retryMs === 0) this.#blockedSince = agenda.now();
    this.#retryMs = Math.min(longestRetransmitMs, this.#retryMs === 0 ? minimumRetransmitMs : this.#retryMs * 2);
    if (agenda.now() - this.#blockedSince > giveUpMs) {
      this.end('timeout');
      return;
    }
    const queue = [first, ...(more ?? [])];
    this.#queue = queue;
    agenda.post(agenda.now() + this.#retryMs, () => {
      this.#queue = undefined;
      const [again, ...others] = queue;
      this.#push(again, others.length === 0 ? undefined : others);
    });
  }

  #take(parcel: unknown): void {
    if (parcel instanceof Goodbye) this.end(parcel.ending);
    else if (this.isOpen) {
      const { process } = this;
      if (!process.frozen) {
        if (process.alive) this.onMessage(parcel);
      } else process.enter(() => this.onMessage(parcel));
    } else this.#refuse();
  }

  /** What comes for a connection that is no more is answered with a reset. */
  #refuse(): void {
    const { agenda, route } = this.#wire;
    const { peer } = this;
    if (peer?.isOpen !== true) return;
    this.#route ??= route(this.at, peer.at);
    const ms = this.#route.latency(undefined, this);
    if (ms !== undefined) agenda.post(agenda.now() + ms, () => peer.end('reset'));
  }
}
