import type { Delays } from '../../kube/inside.ts';
import type { Process } from '../engine/process.ts';
import type { NodePlace, World } from '../world.ts';

const patienceMs = 5000;

/** Queues on the way out of simulated machines. */
export function simDelays({ network }: World, operator: Process, nodeOf: (name: string) => NodePlace): Delays {
  return {
    set: async (node, _, { addresses, ...delay }) =>
      network.delay(nodeOf(node).machine, { ...delay, ranges: addresses }),
    clear: async (node) => network.delay(nodeOf(node).machine, undefined),
    isSet: async (node) => network.delayOf(nodeOf(node).machine) !== undefined,
    connectMs: ({ node, address, port }) =>
      new Promise((resolve) => {
        const startAt = operator.now();
        const finish = (ms: number | undefined): void => {
          limit();
          socket.close();
          resolve(ms);
        };
        const socket = network.dial(operator, nodeOf(node).on, { address, port }, () =>
          finish(operator.now() - startAt),
        );
        const limit = operator.after(patienceMs, () => finish(undefined));
        socket.onEnd = () => finish(undefined);
      }),
  };
}
