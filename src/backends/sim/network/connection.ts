import type { Agenda } from '../../../base/agenda.ts';
import type { Process } from '../engine/process.ts';
import type { Ending, Interface, Latency, Place, Socket } from './network.ts';

/** What a connection needs of the network that it goes through. */
export interface Wire {
  readonly agenda: Agenda;
  readonly latency: Latency;
  readonly minimumRetransmitMs: number;
}

/** How long Linux sends an unanswered segment again before it ends the connection (tcp_retries2 = 15). */
const giveUpMs = 924_600;
const longestRetransmitMs = 120_000;

type Parcel =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'end'; readonly ending: Ending };

/** One end of a connection, and the direction that leads away from it. */
export class End implements Socket {
  readonly local: Place;
  readonly remote: Place;
  isOpen = true;
  onMessage: (message: unknown) => void = () => undefined;
  onEnd: (ending: Ending) => void = () => undefined;
  /** Set when the connection is made. */
  peer: End | undefined;
  /** The ports of its packets: those of the places, but where one was translated. */
  port: number;
  peerPort: number;
  readonly process: Process;
  readonly at: Interface;
  readonly #wire: Wire;
  #queue: Parcel[] = [];
  #retryMs = 0;
  #blockedSince = 0;
  #lastArrival = 0;
  /** What was sent at this very instant, and is on its way: more may go with it, as TCP gathers small writes. */
  #sending: { readonly at: number; readonly parcels: Parcel[] } | undefined;
  readonly #forget: () => void;

  constructor(wire: Wire, process: Process, at: Interface, places: { readonly local: Place; readonly remote: Place }) {
    this.#wire = wire;
    this.process = process;
    this.at = at;
    this.local = places.local;
    this.remote = places.remote;
    this.port = places.local.port;
    this.peerPort = places.remote.port;
    this.#forget = process.onExit(() => this.#part('reset'));
  }

  send(message: unknown): void {
    if (this.isOpen) this.#post({ kind: 'message', message });
  }

  close(): void {
    this.#part('closed');
  }

  /** Ends this end, and tells its owner. */
  end(ending: Ending): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#forget();
    this.process.enter(() => this.onEnd(ending));
  }

  /** Ends this end by its owner's will or death: the kernel tells the other. */
  #part(ending: Ending): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#forget();
    // A machine without power says goodbye to nobody: the other end hears of it when it next sends something to what is there then.
    if (this.peer !== undefined && this.at.machine.on) this.#post({ kind: 'end', ending });
  }

  #post(parcel: Parcel): void {
    if (this.#sending?.at === this.#wire.agenda.now() && this.#queue.length === 0) {
      this.#sending.parcels.push(parcel);
      return;
    }
    this.#queue.push(parcel);
    // What is on its way again keeps the order for those behind it.
    if (this.#queue.length === 1) this.#push();
  }

  #push(): void {
    const { agenda, latency, minimumRetransmitMs } = this.#wire;
    const { peer } = this;
    const ms = peer === undefined ? undefined : latency(this.at, peer.at, { from: this.port, to: this.peerPort });
    if (peer === undefined || ms === undefined) {
      if (this.#retryMs === 0) this.#blockedSince = agenda.now();
      this.#retryMs = Math.min(longestRetransmitMs, this.#retryMs === 0 ? minimumRetransmitMs : this.#retryMs * 2);
      if (agenda.now() - this.#blockedSince > giveUpMs) {
        this.#queue = [];
        this.end('timeout');
        return;
      }
      agenda.at(agenda.now() + this.#retryMs, () => this.#push());
      return;
    }
    this.#retryMs = 0;
    const parcels = this.#queue;
    this.#queue = [];
    this.#lastArrival = Math.max(this.#lastArrival, agenda.now() + ms);
    const sending = { at: agenda.now(), parcels };
    this.#sending = sending;
    agenda.at(this.#lastArrival, () => {
      if (this.#sending === sending) this.#sending = undefined;
      for (const parcel of parcels) peer.#take(parcel);
    });
  }

  #take(parcel: Parcel): void {
    if (parcel.kind === 'end') this.end(parcel.ending);
    else if (this.isOpen) {
      const { message } = parcel;
      this.process.enter(() => this.onMessage(message));
    } else this.#refuse();
  }

  /** What comes for a connection that is no more is answered with a reset. */
  #refuse(): void {
    const { agenda, latency } = this.#wire;
    const { peer } = this;
    if (peer?.isOpen !== true) return;
    const ms = latency(this.at, peer.at, { from: this.port, to: this.peerPort });
    if (ms !== undefined) agenda.at(agenda.now() + ms, () => peer.end('reset'));
  }
}
