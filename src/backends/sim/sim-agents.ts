import type { Clock } from '../../base/clock.ts';
import { type Agents, type AgentSample, agentTimeoutMs } from '../../core/agents.ts';
import type { Process } from './engine/process.ts';
import type { NodePlace, World } from './world.ts';

const periodMs = 1000;
/** What listens on every node. */
const kubeletPort = 10_250;

/**
 * Agents on the simulated nodes: each connects from its node to one node of every zone. They are programs of nobody, so that a
 * cut shows in what they see and not in whether they can be asked. The API and DNS are not probed from inside.
 */
export function simAgents(world: World, operator: Process, clock: Clock): Agents {
  const nodes = [...world.nodes.values()];
  const zones = [...new Set(nodes.map(({ machine }) => machine.zone))].sort();
  let samples: AgentSample[] = [];

  const probe = (from: NodePlace, to: NodePlace): void => {
    const at = clock.now();
    const base = {
      at,
      from: from.name,
      fromZone: from.machine.zone,
      target: 'peer',
      to: to.name,
      toZone: to.machine.zone,
    } as const;
    let over = false;
    const settle = (error?: string): void => {
      if (over) return;
      over = true;
      limit();
      samples.push({
        ...base,
        ms: clock.now() - at,
        good: error === undefined,
        ...(error === undefined ? {} : { error }),
      });
    };
    const socket = world.network.dial(operator, from.on, { address: to.on.address, port: kubeletPort }, () => {
      settle();
      socket.close();
    });
    const limit = operator.after(agentTimeoutMs, () => {
      settle('timeout');
      socket.close();
    });
    socket.onEnd = () => settle('ECONNREFUSED');
  };
  const round = (): void => {
    nodes.forEach((from, index) => {
      if (!from.machine.on) return;
      for (const zone of zones) {
        const others = nodes.filter(({ machine, name }) => machine.zone === zone && name !== from.name);
        const to = others[index % Math.max(1, others.length)];
        if (to !== undefined) probe(from, to);
      }
    });
    operator.after(periodMs, round);
  };
  return {
    start: async () => round(),
    collect: async () => {
      const taken = samples;
      samples = [];
      return taken;
    },
    unheard: () => [],
  };
}
