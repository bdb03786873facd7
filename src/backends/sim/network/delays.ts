import type { Machine } from '../engine/machine.ts';
import type { Delay } from './network.ts';
import { addressNumber, holds, isAmong, parsed, type Ports, type Ranges } from './rules.ts';

/** What packets wait before they leave their machines. */
export interface DelayQueues {
  readonly isEmpty: () => boolean;
  readonly set: (machine: Machine, delay: Delay | undefined) => void;
  readonly get: (machine: Machine) => Delay | undefined;
  /** `draw` decides on the jitter. */
  readonly waitMs: (machine: Machine, to: string, ports: Ports | undefined, draw: () => number) => number;
}

/** Machines that hold nothing back. */
export function delayQueues(): DelayQueues {
  const queues = new Map<Machine, { readonly delay: Delay; readonly ranges: Ranges }>();
  return {
    isEmpty: () => queues.size === 0,
    set: (machine, delay) => {
      if (delay === undefined) queues.delete(machine);
      else queues.set(machine, { delay, ranges: parsed(delay.ranges) });
    },
    get: (machine) => queues.get(machine)?.delay,
    waitMs: (machine, to, ports, draw) => {
      const queue = queues.get(machine);
      if (queue === undefined || !holds(queue.ranges, addressNumber(to))) return 0;
      const { ports: only, delayMs, jitterMs } = queue.delay;
      if (only.length > 0 && !isAmong(only, ports)) return 0;
      return delayMs + jitterMs * (2 * draw() - 1);
    },
  };
}
