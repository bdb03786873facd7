import type { Machines } from '../../kube/inside.ts';
import type { Machine } from '../engine/machine.ts';
import type { World } from '../world.ts';

/** Those that the runtime below holds still. */
const paused = new WeakSet<Machine>();

/** Nodes and the balancer's machine, from outside. */
export function simMachines({ nodes, hosts, balancer }: World): Machines {
  const machineOf = (name: string): Machine => {
    const machine = name === balancer.name ? balancer.front.machine : nodes.get(name)?.machine;
    if (machine === undefined) throw new Error(`there is no machine ${name}`);
    return machine;
  };
  return {
    state: async (name) => {
      const machine = machineOf(name);
      if (!machine.on) return 'off';
      return paused.has(machine) ? 'paused' : 'running';
    },
    pause: async (name) => {
      paused.add(machineOf(name));
      machineOf(name).freeze();
    },
    unpause: async (name) => {
      if (paused.delete(machineOf(name))) machineOf(name).thaw();
    },
    kill: async (name) => {
      if (name === balancer.name) balancer.front.machine.powerOff();
      else if (machineOf(name).on) hosts.get(name)?.powerOff();
    },
    start: async (name) => {
      if (name === balancer.name) balancer.front.start();
      else if (!machineOf(name).on) hosts.get(name)?.powerOn();
    },
  };
}
