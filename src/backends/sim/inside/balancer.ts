import type { BalancerAdmin } from '../../kube/inside.ts';
import type { Process } from '../engine/process.ts';
import { apiPort, type World } from '../world.ts';

const connections = 9;
const heldMs = 1000;

/** The simulated balancer's administration. */
export function simBalancer({ balancer, network, nodes }: World, operator: Process): BalancerAdmin {
  const { front, on } = balancer;
  return {
    drain: async (_, __, address) => front.drain({ address, port: apiPort }),
    restore: async () => front.restore(),
    isDrained: async () => front.isDrained(),
    spread: async (_, servers) => {
      const from = nodes.get(servers[0]?.node ?? '')?.on;
      if (from === undefined) return [];
      const counts = (): readonly number[] => servers.map(({ address }) => front.given(from.address, address));
      const before = counts();
      const sockets = Array.from({ length: connections }, () =>
        network.dial(operator, from, { address: on.address, port: apiPort }, () => undefined),
      );
      await operator.sleep(heldMs);
      for (const socket of sockets) socket.close();
      return counts().map((count, index) => count - (before[index] ?? 0));
    },
  };
}
