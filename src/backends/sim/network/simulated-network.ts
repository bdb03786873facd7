import type { Agenda } from '../../../base/agenda.ts';
import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Machine } from '../engine/machine.ts';
import type { Process } from '../engine/process.ts';
import { End, type Wire } from './connection.ts';
import type { Interface, Network, Place, Socket, Translate } from './network.ts';
import { type Paths, paths } from './paths.ts';

interface Listener {
  readonly process: Process;
  readonly accept: (socket: Socket) => void;
}

/** A neighbour that does not answer ARP is given up after 3 s (Linux: 3 probes of 1 s). */
const arpMs = 3000;

/** A network without machines. */
export function simulatedNetwork(agenda: Agenda, params: ClusterParams['network'], random: Random): Network {
  return new SimulatedNetwork(agenda, params, paths(params, random));
}

/** A SYN on its way. */
interface Call {
  readonly caller: End;
  readonly opened: () => void;
  readonly again: () => void;
}

class SimulatedNetwork implements Network {
  readonly filterOf: Network['filterOf'];
  readonly latency: Network['latency'];
  readonly delay: Network['delay'];
  readonly delayOf: Network['delayOf'];
  readonly #agenda: Agenda;
  readonly #params: ClusterParams['network'];
  readonly #paths: Paths;
  readonly #wire: Wire;
  readonly #interfaces = new Map<string, Interface>();
  readonly #listeners = new Map<string, Listener>();
  readonly #translations = new Map<Machine, Translate>();
  #nextPort = 32_768;

  constructor(agenda: Agenda, params: ClusterParams['network'], ways: Paths) {
    this.#agenda = agenda;
    this.#params = params;
    this.#paths = ways;
    this.filterOf = ways.filterOf;
    this.latency = ways.latency;
    this.delay = ways.delay;
    this.delayOf = ways.delayOf;
    this.#wire = { agenda, latency: ways.latency, minimumRetransmitMs: params.minimumRetransmitMs };
  }

  readonly plug: Network['plug'] = (machine, address, pod) => {
    if (this.#interfaces.has(address)) throw new Error(`the address ${address} is taken`);
    const made: Interface = { address, machine, filter: pod ? this.#paths.newFilter() : undefined };
    this.#interfaces.set(address, made);
    return made;
  };

  readonly unplug: Network['unplug'] = ({ address }) => void this.#interfaces.delete(address);

  readonly at: Network['at'] = (address) => this.#interfaces.get(address);

  readonly translate: Network['translate'] = (machine, rule) => void this.#translations.set(machine, rule);

  readonly listen: Network['listen'] = (process, on, port, accept) => {
    const key = `${on.address}:${port}`;
    if (this.#listeners.get(key)?.process.alive === true) throw new Error(`${key} is taken`);
    const mine: Listener = { process, accept };
    this.#listeners.set(key, mine);
    const stop = (): void => {
      if (this.#listeners.get(key) === mine) this.#listeners.delete(key);
    };
    process.onExit(stop);
    return stop;
  };

  readonly dial: Network['dial'] = (process, from, to, opened) => {
    this.#nextPort = this.#nextPort >= 60_999 ? 32_768 : this.#nextPort + 1;
    const local = { address: from.address, port: this.#nextPort };
    const caller = new End(this.#wire, process, from, { local, remote: to });
    this.#knock(caller, opened, this.#params.synRetransmitMs);
    return caller;
  };

  #after(ms: number, action: () => void): void {
    this.#agenda.at(this.#agenda.now() + ms, action);
  }

  #translated(machine: Machine, place: Place, from: Interface): Place | 'refuse' {
    return this.#translations.get(machine)?.(place, from) ?? place;
  }

  /** One SYN, and what comes of it. */
  #knock(caller: End, opened: () => void, waitMs: number): void {
    if (!caller.isOpen) return;
    const again = (): void => this.#after(waitMs, () => this.#knock(caller, opened, waitMs * 2));
    const first = this.#translated(caller.at.machine, caller.remote, caller.at);
    if (first === 'refuse') {
      this.#after(0, () => caller.end('refused'));
      return;
    }
    const to = this.#interfaces.get(first.address);
    if (to === undefined) {
      this.#after(arpMs, () => caller.end('unreachable'));
      return;
    }
    const ms = this.latency(caller.at, to, { from: caller.local.port, to: first.port });
    if (ms === undefined) again();
    else this.#after(ms, () => this.#arrive({ caller, opened, again }, to, first));
  }

  /** A SYN at a machine: translated there, or taken, or refused. */
  #arrive({ caller, opened, again }: Call, here: Interface, place: Place): void {
    const next = this.#translated(here.machine, place, caller.at);
    const to = next === 'refuse' ? here : (this.#interfaces.get(next.address) ?? here);
    const port = next === 'refuse' ? place.port : next.port;
    const ms = to === here ? 0 : this.latency(here, to, { from: caller.local.port, to: port });
    const back = this.latency(to, caller.at, { from: port, to: caller.local.port });
    if (ms === undefined || back === undefined) {
      again();
      return;
    }
    const listener = next === 'refuse' ? undefined : this.#listeners.get(`${next.address}:${next.port}`);
    if (listener?.process.alive !== true) {
      this.#after(ms + back, () => caller.end('refused'));
      return;
    }
    const callee = new End(this.#wire, listener.process, to, { local: caller.remote, remote: caller.local });
    // Packets carry the port that was translated to, on their way there and back.
    callee.port = port;
    caller.peerPort = port;
    callee.peer = caller;
    caller.peer = callee;
    // The kernel accepts; the process, when it is frozen, learns of it when it thaws.
    listener.process.enter(() => listener.accept(callee));
    this.#after(ms + back, () => {
      if (caller.isOpen) caller.process.enter(opened);
    });
  }
}
