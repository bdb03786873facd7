import type { Clock } from '../../base/clock.ts';
import { type Agents, type AgentSample, agentTimeoutMs } from '../../core/agents.ts';
import { clusterDomain } from './dns/cluster-zone.ts';
import { resolver, type ResolverSettings } from './dns/resolver.ts';
import { clusterDnsAddress } from './dns/settings.ts';
import type { Process } from './engine/process.ts';
import type { NodePlace, World } from './world.ts';

const periodMs = 1000;
/** What listens on every node. */
const kubeletPort = 10_250;
const probedName = `kubernetes.default.svc.${clusterDomain}`;
const inCluster: ResolverSettings = {
  nameservers: [clusterDnsAddress],
  search: [],
  ndots: 1,
  timeoutMs: agentTimeoutMs,
  attempts: 1,
};

/**
 * Agents on the simulated nodes: each connects from its node to one node of every zone, and looks a name up with the cluster's
 * DNS. They are programs of nobody, so that a cut shows in what they see and not in whether they can be asked. The API is not
 * probed from inside.
 */
export function simAgents(world: World, operator: Process, clock: Clock): Agents {
  const nodes = [...world.nodes.values()];
  const zones = [...new Set(nodes.map(({ machine }) => machine.zone))].sort();
  let samples: AgentSample[] = [];

  /** Notes a probe once, when it is settled. */
  const begin = (from: NodePlace, what: Pick<AgentSample, 'target' | 'to' | 'toZone'>): ((error?: string) => void) => {
    const at = clock.now();
    let over = false;
    return (error) => {
      if (over) return;
      over = true;
      const base = { at, from: from.name, fromZone: from.machine.zone, ...what, ms: clock.now() - at };
      samples.push(error === undefined ? { ...base, good: true } : { ...base, good: false, error });
    };
  };
  const lookUp = (from: NodePlace): void => {
    const settle = begin(from, { target: 'dns', to: undefined, toZone: undefined });
    const names = resolver({ network: world.network, process: operator, from: from.on, settings: () => inCluster });
    const limit = operator.after(agentTimeoutMs, () => {
      settle('timeout');
      quit();
    });
    const quit = names.lookup(probedName, ({ error }) => {
      limit();
      settle(error);
    });
  };
  const connect = (from: NodePlace, to: NodePlace): void => {
    const note = begin(from, { target: 'peer', to: to.name, toZone: to.machine.zone });
    const settle = (error?: string): void => {
      limit();
      note(error);
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
        if (to !== undefined) connect(from, to);
      }
      lookUp(from);
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
