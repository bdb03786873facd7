import type { Agenda } from '../../../base/agenda.ts';
import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Machine } from '../engine/machine.ts';
import type { Process } from '../engine/process.ts';
import { End, type Wire } from './connection.ts';
import { datagrams } from './datagrams.ts';
import type { Dialer, Interface, Network, Place, Socket, Translate } from './network.ts';
import { type Paths, paths } from './paths.ts';
import { addressNumber, type Ports } from './rules.ts';
import { egress } from './shaper.ts';

interface Listener {
  readonly process: Process;
  readonly accept: (socket: Socket) => void;
}

/** A neighbour that does not answer ARP is given up after 3 s (Linux: 3 probes of 1 s). */
const arpMs = 3000;

/** A network without machines. */
export function simulatedNetwork(agenda: Agenda, params: ClusterParams['network'], random: Random): Network {
  return new SimulatedNetwork(agenda, params, paths(params, random, agenda.now), random.fork('shaping'));
}

class SimulatedNetwork implements Network {
  readonly filterOf: Network['filterOf'];
  readonly route: Network['route'];
  readonly bind: Network['bind'];
  readonly delay: Network['delay'];
  readonly delayOf: Network['delayOf'];
  readonly shape: Network['shape'];
  readonly sendTo: Network['sendTo'];
  readonly #agenda: Agenda;
  readonly #params: ClusterParams['network'];
  readonly #paths: Paths;
  readonly #wire: Wire;
  readonly #interfaces = new Map<string, Interface>();
  /** By address, then by port. */
  readonly #listeners = new Map<string, Map<number, Listener>>();
  readonly #translations = new Map<Machine, Translate>();
  #nextPort = 32_768;

  constructor(agenda: Agenda, params: ClusterParams['network'], ways: Paths, random: Random) {
    this.shape = (on, shapes) => {
      on.egress = egress(shapes, random.fork(`${on.address} ${agenda.now()}`));
    };
    this.#agenda = agenda;
    this.#params = params;
    this.#paths = ways;
    this.filterOf = ways.filterOf;
    this.route = ways.route;
    this.delay = ways.queues.set;
    this.delayOf = ways.queues.get;
    const { bind, sendTo } = datagrams({
      agenda,
      at: (address) => this.#interfaces.get(address),
      latency: (from, to, bytes) => ways.route(from, to).latency(bytes),
      translated: (here, to, from) => this.#translated(here.machine, to, from),
    });
    this.bind = bind;
    this.sendTo = sendTo;
    this.#wire = { agenda, route: ways.route, minimumRetransmitMs: params.minimumRetransmitMs };
  }

  latency(from: Interface, to: Interface, bytes?: () => number, ports?: Ports): number | undefined {
    return this.route(from, to).latency(bytes, ports);
  }

  readonly plug: Network['plug'] = (machine, address, pod) => {
    if (this.#interfaces.has(address)) throw new Error(`the address ${address} is taken`);
    const made: Interface = { address, machine, filter: pod ? this.#paths.newFilter() : undefined, egress: undefined };
    this.#interfaces.set(address, made);
    return made;
  };

  readonly unplug: Network['unplug'] = (from) => {
    this.#interfaces.delete(from.address);
    this.#paths.forget(from);
  };

  readonly at: Network['at'] = (address) => this.#interfaces.get(address);

  readonly translate: Network['translate'] = (machine, rule) => void this.#translations.set(machine, rule);

  readonly listen: Network['listen'] = (process, { address }, port, accept) => {
    const ports = this.#listeners.get(address) ?? new Map<number, Listener>();
    this.#listeners.set(address, ports);
    if (ports.get(port)?.process.alive === true) throw new Error(`${address}:${port} is taken`);
    const mine: Listener = { process, accept };
    ports.set(port, mine);
    const stop = (): void => {
      if (ports.get(port) === mine) ports.delete(port);
    };
    process.onExit(stop);
    return stop;
  };

  dial(...call: Parameters<Dialer['dial']>): Socket {
    return this.#dial(this.#wire, call);
  }

  readonly apart: Network['apart'] = (random) => {
    const wire = { ...this.#wire, route: this.#paths.apart(random) };
    return { dial: (...call) => this.#dial(wire, call) };
  };

  #dial(wire: Wire, [process, from, to, opened]: Parameters<Dialer['dial']>): Socket {
    this.#nextPort = this.#nextPort >= 60_999 ? 32_768 : this.#nextPort + 1;
    const local = { address: from.address, port: this.#nextPort };
    const caller = new End(wire, process, from, { local, remote: to });
    this.#knock({ wire, caller, opened, waitMs: this.#params.synRetransmitMs, tracked: undefined });
    return caller;
  }

  #after(ms: number, action: () => void): void {
    this.#agenda.post(this.#agenda.now() + ms, action);
  }

  #translated(machine: Machine, place: Place, from: Interface): Place | 'refuse' {
    return this.#translations.get(machine)?.(place, from) ?? place;
  }

  #routed(call: Call, machine: Machine, place: Place): Place | 'refuse' {
    const known = call.tracked?.get(machine);
    if (known !== undefined) return known;
    const next = this.#translated(machine, place, call.caller.at);
    if (next === 'refuse' || next === place) return next;
    // A packet that does not leave its machine leaves no entry behind either.
    if (this.filterOf(machine).blocks('out', addressNumber(next.address))) return next;
    call.tracked ??= new Map();
    call.tracked.set(machine, next);
    return next;
  }

  /** One SYN, and what comes of it. */
  #knock(call: Call): void {
    const { wire, caller } = call;
    if (!caller.isOpen) return;
    const first = this.#routed(call, caller.at.machine, caller.remote);
    if (first === 'refuse') {
      this.#after(0, () => caller.end('refused'));
      return;
    }
    const to = this.#interfaces.get(first.address);
    if (to === undefined) {
      this.#after(arpMs, () => caller.end('unreachable'));
      return;
    }
    const ms = wire.route(caller.at, to).latency(undefined, { port: caller.port, peerPort: first.port });
    if (ms === undefined) this.#again(call);
    else this.#after(ms, () => this.#arrive(call, to, first));
  }

  #again(call: Call): void {
    const { waitMs } = call;
    this.#after(waitMs, () => this.#knock({ ...call, waitMs: waitMs * 2 }));
  }

  /** A SYN at a machine: translated there, or taken, or refused. */
  #arrive(call: Call, here: Interface, place: Place): void {
    const { wire, caller, opened } = call;
    const next = this.#routed(call, here.machine, place);
    const to = next === 'refuse' ? here : (this.#interfaces.get(next.address) ?? here);
    const ports = { port: caller.port, peerPort: next === 'refuse' ? place.port : next.port };
    const ms = to === here ? 0 : wire.route(here, to).latency(undefined, ports);
    const back = wire.route(to, caller.at).latency(undefined, ports);
    if (ms === undefined || back === undefined) {
      this.#again(call);
      return;
    }
    const listener = next === 'refuse' ? undefined : this.#listeners.get(next.address)?.get(next.port);
    if (listener?.process.alive !== true) {
      this.#after(ms + back, () => caller.end('refused'));
      return;
    }
    const callee = new End(wire, listener.process, to, { local: caller.remote, remote: caller.local });
    // Packets carry the port that was translated to, on their way there and back.
    callee.port = ports.peerPort;
    caller.peerPort = ports.peerPort;
    callee.peer = caller;
    caller.peer = callee;
    // The kernel accepts; the process, when it is frozen, learns of it when it thaws.
    listener.process.enter(() => listener.accept(callee));
    this.#after(ms + back, () => {
      if (caller.isOpen) caller.process.enter(opened);
    });
  }
}

/** A SYN that is sent until somebody answers, later each time. */
interface Call {
  /** What both ends' packets go through. */
  readonly wire: Wire;
  readonly caller: End;
  readonly opened: () => void;
  readonly waitMs: number;
  /** Where the kernels on its way have sent its first packet: what is sent again goes the same way (conntrack). */
  tracked: Map<Machine, Place> | undefined;
}
