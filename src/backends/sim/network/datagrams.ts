import type { Agenda } from '../../../base/agenda.ts';
import type { Process } from '../engine/process.ts';
import type { Datagram, Interface, Network, Place } from './network.ts';

/** What datagrams need of the network that they go through. */
export interface DatagramWire {
  readonly agenda: Agenda;
  readonly at: Network['at'];
  readonly latency: Network['latency'];
  /** Where the kernel of a place sends what is for `to`. */
  readonly translated: (here: Interface, to: Place, from: Interface) => Place | 'refuse';
}

interface Binding {
  readonly process: Process;
  readonly take: (datagram: Datagram) => void;
}

/** UDP: one try, no connection. A dead process refuses, a cut link and a frozen process are silent. */
export function datagrams(wire: DatagramWire): Pick<Network, 'bind' | 'sendTo'> {
  const { agenda, at, latency, translated } = wire;
  const bindings = new Map<string, Binding>();
  const after = (ms: number, action: () => void): void => agenda.post(agenda.now() + ms, action);

  const bind: Network['bind'] = (process, on, port, take) => {
    const key = `${on.address}:${port}`;
    if (bindings.get(key)?.process.alive === true) throw new Error(`${key} is taken`);
    const mine: Binding = { process, take };
    bindings.set(key, mine);
    const stop = (): void => {
      if (bindings.get(key) === mine) bindings.delete(key);
    };
    process.onExit(stop);
    return stop;
  };

  const sendTo: Network['sendTo'] = (process, from, to, { message, reply, refused }) => {
    let listening = true;
    const heard = (act: () => void): void => {
      if (!listening) return;
      listening = false;
      process.enter(act);
    };
    const refuse = (here: Interface): void => {
      const ms = latency(here, from);
      if (ms !== undefined) after(ms, () => heard(refused));
    };
    /** At a machine: handed on by its rules, taken, or refused. */
    const arrive = (here: Interface, place: Place): void => {
      const next = translated(here, place, from);
      const there = next === 'refuse' ? undefined : at(next.address);
      if (next === 'refuse' || there === undefined) return refuse(here);
      const ms = there === here ? 0 : latency(here, there);
      if (ms === undefined) return;
      const binding = bindings.get(`${next.address}:${next.port}`);
      if (binding?.process.alive !== true) {
        after(ms, () => refuse(there));
        return;
      }
      const answer = (answered: unknown): void => {
        const back = latency(there, from);
        if (back !== undefined) after(back, () => heard(() => reply(answered)));
      };
      after(ms, () => binding.process.enter(() => binding.take({ message, from: from.address, reply: answer })));
    };
    const first = translated(from, to, from);
    const target = first === 'refuse' ? undefined : at(first.address);
    if (first === 'refuse') after(0, () => heard(refused));
    else if (target !== undefined) {
      const ms = latency(from, target);
      if (ms !== undefined) after(ms, () => arrive(target, first));
    }
    return () => void (listening = false);
  };
  return { bind, sendTo };
}
