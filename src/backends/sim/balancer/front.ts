import type { Machine } from '../engine/machine.ts';
import type { Place } from '../network/network.ts';
import { type BalancerOptions, startBalancer } from './balancer.ts';

/** A balancer on a machine of its own, as an operator has it. */
export interface Front {
  readonly machine: Machine;
  /** Starts it; one that runs goes on. */
  readonly start: () => void;
  readonly drain: (server: Place) => void;
  readonly restore: () => void;
  readonly isDrained: () => boolean;
  /** How many connections from an address a server has been given. */
  readonly given: (client: string, server: string) => number;
}

/** A balancer that does not run yet. */
export function balancerFront(machine: Machine, options: Omit<BalancerOptions, 'process'>): Front {
  const drained = new Set<string>();
  const counts = new Map<string, number>();
  const start = (): void => {
    machine.powerOn();
    if (machine.processes.size > 0) return;
    startBalancer({
      ...options,
      process: machine.run('balancer'),
      isDrained: ({ address }) => drained.has(address),
      onConnection: (client, server) => {
        const key = `${client.address} ${server.address}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      },
    });
  };
  return {
    machine,
    start,
    drain: ({ address }) => void drained.add(address),
    restore: () => drained.clear(),
    isDrained: () => drained.size > 0,
    given: (client, server) => counts.get(`${client} ${server}`) ?? 0,
  };
}
