import type { Machine } from '../engine/machine.ts';
import type { Cancel, Process } from '../engine/process.ts';
import type { PacketFilter, Ports } from './rules.ts';

/** An address on a machine: the machine's own, or a pod's. Pods' traffic passes their machine's filter as well. */
export interface Interface {
  readonly address: string;
  readonly machine: Machine;
  /** The pod's own packet filter; undefined for the machine's address. */
  readonly filter: PacketFilter | undefined;
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
  /** Set by who uses this end. Called inside the process that owns it. */
  onMessage: (message: unknown) => void;
  onEnd: (ending: Ending) => void;
}

/** Rewrites where a packet is sent to, as kube-proxy's rules do; undefined: leaves it; 'refuse': answers with a reset. */
export type Translate = (place: Place, from: Interface) => Place | 'refuse' | undefined;

export type Latency = (from: Interface, to: Interface, ports?: Ports) => number | undefined;

/** What waits before it leaves: packets to these ranges, from or to these ports (none: all). */
export interface Delay {
  readonly ranges: readonly string[];
  readonly ports: readonly number[];
  readonly delayMs: number;
  readonly jitterMs: number;
}

/**
 * All that is between processes. A message takes the link's latency; one that a rule drops or a machine that is off cannot
 * take is sent again by TCP until somebody gives up: a cut link is silent. A dead process refuses.
 */
export interface Network {
  /** Adds an address. Throws when it is taken. */
  readonly plug: (machine: Machine, address: string, pod: boolean) => Interface;
  readonly unplug: (from: Interface) => void;
  readonly at: (address: string) => Interface | undefined;
  readonly filterOf: (machine: Machine) => PacketFilter;
  /** Takes connections until the process ends; a port that is taken throws. */
  readonly listen: (process: Process, on: Interface, port: number, accept: (socket: Socket) => void) => Cancel;
  /** Tries to connect until it succeeds, is refused, or the returned end is closed. `opened` is called at most once. */
  readonly dial: (process: Process, from: Interface, to: Place, opened: () => void) => Socket;
  /** What this machine's kernel does to destinations, whoever sends. */
  readonly translate: (machine: Machine, rule: Translate) => void;
  /** One way, now: undefined when nothing would arrive. Counts a dropped packet. */
  readonly latency: Latency;
  /** Holds back what a machine sends to some places; undefined: no longer. */
  readonly delay: (machine: Machine, delay: Delay | undefined) => void;
  readonly delayOf: (machine: Machine) => Delay | undefined;
}
