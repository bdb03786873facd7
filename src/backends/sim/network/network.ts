import type { Random } from '../../../base/random.ts';
import type { Machine } from '../engine/machine.ts';
import type { Cancel, Process } from '../engine/process.ts';
import type { PacketFilter, Ports } from './rules.ts';
import type { Egress, Shape } from './shaper.ts';

/** An address on a machine: the machine's own, or a pod's. Pods' traffic passes their machine's filter as well. */
export interface Interface {
  readonly address: string;
  readonly machine: Machine;
  /** The pod's own packet filter; undefined for the machine's address. */
  readonly filter: PacketFilter | undefined;
  /** What shapes that which leaves it; undefined: nothing does. */
  egress: Egress | undefined;
}

/** Where something listens. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/**
 * Why a connection is no more. `refused`: there is nobody; `unreachable`: there is no such address; `timeout`: TCP gave up;
 * `untrusted`: the client did not accept the server's certificate.
 */
export type Ending = 'closed' | 'reset' | 'refused' | 'unreachable' | 'timeout' | 'untrusted';

/** One end of a connection. Messages arrive in order, once, or not at all. */
export interface Socket {
  readonly local: Place;
  readonly remote: Place;
  readonly isOpen: boolean;
  readonly send: (message: unknown) => void;
  /** Says goodbye; the other end hears `closed`. */
  readonly close: () => void;
  /** Ends it without having read what came: the other end hears `reset`. */
  readonly reset: () => void;
  /** Set by who uses this end. Called inside the process that owns it. */
  onMessage: (message: unknown) => void;
  onEnd: (ending: Ending) => void;
}

/** Rewrites where a packet is sent to, as kube-proxy's rules do; undefined: leaves it; 'refuse': answers with a reset. */
export type Translate = (place: Place, from: Interface) => Place | 'refuse' | undefined;

/** The way from one interface to another, one way. */
export interface Route {
  /** Now: undefined when nothing would arrive. Counts a dropped packet. What it takes may depend on how much is sent. */
  readonly latency: (bytes?: () => number, ports?: Ports) => number | undefined;
}

/** What waits before it leaves: packets to these ranges, from or to these TCP ports (none: all). */
export interface Delay {
  readonly ranges: readonly string[];
  readonly ports: readonly number[];
  readonly delayMs: number;
  readonly jitterMs: number;
}

/** A datagram that arrived, and how to answer it. */
export interface Datagram {
  readonly message: unknown;
  readonly from: string;
  readonly reply: (message: unknown) => void;
}

/** What becomes of a datagram, if anything. */
interface DatagramHandlers {
  readonly reply: (message: unknown) => void;
  /** Nobody listens there: its kernel says so. */
  readonly refused: () => void;
}

/** What makes connections. */
export interface Dialer {
  /** Tries to connect until it succeeds, is refused, or the returned end is closed. `opened` is called at most once. */
  readonly dial: (process: Process, from: Interface, to: Place, opened: () => void) => Socket;
}

/**
 * All that is between processes. A message takes the link's latency; one that a rule drops or a machine that is off cannot
 * take is sent again by TCP until somebody gives up: a cut link is silent. A dead process refuses.
 */
export interface Network extends Dialer {
  /** Adds an address. Throws when it is taken. */
  readonly plug: (machine: Machine, address: string, pod: boolean) => Interface;
  readonly unplug: (from: Interface) => void;
  readonly at: (address: string) => Interface | undefined;
  readonly filterOf: (machine: Machine) => PacketFilter;
  /** Takes connections until the process ends; a port that is taken throws. */
  readonly listen: (process: Process, on: Interface, port: number, accept: (socket: Socket) => void) => Cancel;
  /**
   * The same network for who must not move the others' draws: what goes over its connections, there and back, takes its latencies
   * from `random`.
   */
  readonly apart: (random: Random) => Dialer;
  /** Takes datagrams until the process ends. */
  readonly bind: (process: Process, on: Interface, port: number, take: (datagram: Datagram) => void) => Cancel;
  /** Sends one datagram, which arrives or does not; nobody sends it again. Returns how to stop listening for the answer. */
  readonly sendTo: (
    process: Process,
    from: Interface,
    to: Place,
    datagram: { readonly message: unknown } & DatagramHandlers,
  ) => Cancel;
  /** What this machine's kernel does to destinations, whoever sends. */
  readonly translate: (machine: Machine, rule: Translate) => void;
  /** Holds back what a machine sends to some places; undefined: no longer. */
  readonly delay: (machine: Machine, delay: Delay | undefined) => void;
  readonly delayOf: (machine: Machine) => Delay | undefined;
  /** Shapes what leaves an interface from now on, in place of what did before. */
  readonly shape: (on: Interface, shapes: readonly Shape[]) => void;
  /** One way, now: undefined when nothing would arrive. Counts a dropped packet. What it takes may depend on how much is sent. */
  readonly latency: (from: Interface, to: Interface, bytes?: () => number, ports?: Ports) => number | undefined;
  /** The same for who asks again and again. */
  readonly route: (from: Interface, to: Interface) => Route;
}
