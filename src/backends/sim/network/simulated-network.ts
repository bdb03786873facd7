import type { Agenda } from '../../../base/agenda.ts';
import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Machine } from '../engine/machine.ts';
import type { Process } from '../engine/process.ts';
import { End, type Wire } from './connection.ts';
import type { Interface, Network, Place, Socket, Translate } from './network.ts';
import { paths } from './paths.ts';

interface Listener {
  readonly process: Process;
  readonly accept: (socket: Socket) => void;
}

/** A neighbour that does not answer ARP is given up after 3 s (Linux: 3 probes of 1 s). */
const arpMs = 3000;

/** A network without machines. */
export function simulatedNetwork(agenda: Agenda, params: ClusterParams['network'], random: Random): Network {
  const ways = paths(params, random);
  const interfaces = new Map<string, Interface>();
  const listeners = new Map<string, Listener>();
  const translations = new Map<Machine, Translate>();
  const wire: Wire = { agenda, latency: ways.latency, minimumRetransmitMs: params.minimumRetransmitMs };
  let nextPort = 32_768;

  const translated = (machine: Machine, place: Place, from: Interface): Place | 'refuse' =>
    translations.get(machine)?.(place, from) ?? place;

  /** One SYN, and what comes of it. */
  const knock = (caller: End, opened: () => void, waitMs: number): void => {
    if (!caller.isOpen) return;
    const again = (): void => void agenda.at(agenda.now() + waitMs, () => knock(caller, opened, waitMs * 2));
    const first = translated(caller.at.machine, caller.remote, caller.at);
    if (first === 'refuse') {
      agenda.at(agenda.now(), () => caller.end('refused'));
      return;
    }
    const to = interfaces.get(first.address);
    if (to === undefined) {
      agenda.at(agenda.now() + arpMs, () => caller.end('unreachable'));
      return;
    }
    const ms = ways.latency(caller.at, to);
    if (ms === undefined) {
      again();
      return;
    }
    agenda.at(agenda.now() + ms, () => arrive({ caller, opened, again }, to, first));
  };

  /** A SYN at a machine: translated there, or taken, or refused. */
  const arrive = (
    call: { readonly caller: End; readonly opened: () => void; readonly again: () => void },
    here: Interface,
    place: Place,
  ): void => {
    const { caller, opened, again } = call;
    const next = translated(here.machine, place, caller.at);
    const to = next === 'refuse' ? here : (interfaces.get(next.address) ?? here);
    const ms = to === here ? 0 : ways.latency(here, to);
    const back = ways.latency(to, caller.at);
    if (ms === undefined || back === undefined) {
      again();
      return;
    }
    const listener = next === 'refuse' ? undefined : listeners.get(`${next.address}:${next.port}`);
    if (listener?.process.alive !== true) {
      agenda.at(agenda.now() + ms + back, () => caller.end('refused'));
      return;
    }
    const callee = new End(wire, listener.process, to, { local: caller.remote, remote: caller.local });
    callee.peer = caller;
    caller.peer = callee;
    // The kernel accepts; the process, when it is frozen, learns of it when it thaws.
    listener.process.enter(() => listener.accept(callee));
    agenda.at(agenda.now() + ms + back, () => {
      if (caller.isOpen) caller.process.enter(opened);
    });
  };

  return {
    plug: (machine, address, pod) => {
      if (interfaces.has(address)) throw new Error(`the address ${address} is taken`);
      const made: Interface = { address, machine, filter: pod ? ways.newFilter() : undefined };
      interfaces.set(address, made);
      return made;
    },
    unplug: ({ address }) => void interfaces.delete(address),
    at: (address) => interfaces.get(address),
    filterOf: ways.filterOf,
    listen: (process, on, port, accept) => {
      const key = `${on.address}:${port}`;
      if (listeners.get(key)?.process.alive === true) throw new Error(`${key} is taken`);
      const mine: Listener = { process, accept };
      listeners.set(key, mine);
      const stop = (): void => {
        if (listeners.get(key) === mine) listeners.delete(key);
      };
      process.onExit(stop);
      return stop;
    },
    dial: (process, from, to, opened) => {
      nextPort = nextPort >= 60_999 ? 32_768 : nextPort + 1;
      const local = { address: from.address, port: nextPort };
      const caller = new End(wire, process, from, { local, remote: to });
      knock(caller, opened, params.synRetransmitMs);
      return caller;
    },
    translate: (machine, rule) => void translations.set(machine, rule),
    latency: ways.latency,
  };
}
